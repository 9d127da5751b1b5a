using HotelCancellation.Model;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training;

public class WeightTests
{
    // Without sampling, and with leaves that any row fills: then nothing but the weights counts.
    private static readonly TrainingOptions Options = new() { Trees = 15, Leaves = 8, RowShare = 1, FeatureShare = 1, MinimumRowsPerLeaf = 1, Threads = 1 };

    [Fact]
    public void Train_ARowOfWeightTwo_IsTwoRows()
    {
        var random = new Random(3);
        (float[] Numbers, bool Label, int Times)[] rows = [.. Enumerable.Range(0, 600).Select(_ =>
        {
            float[] numbers = [random.Next(10), random.Next(10)];
            return (numbers, random.NextDouble() < (numbers[0] + numbers[1]) / 20, random.Next(1, 3));
        })];
        var repeated = rows.SelectMany(r => Enumerable.Repeat(r, r.Times)).ToArray();

        var weighted = Train([.. rows.Select(r => r.Numbers)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => (float)r.Times)]);
        var twice = Train([.. repeated.Select(r => r.Numbers)], [.. repeated.Select(r => r.Label)], null);
        var plain = Train([.. rows.Select(r => r.Numbers)], [.. rows.Select(r => r.Label)], null);

        rows.Max(r => Math.Abs(weighted.Score(r.Numbers) - twice.Score(r.Numbers))).ShouldBeLessThan(1e-3);
        rows.Max(r => Math.Abs(weighted.Score(r.Numbers) - plain.Score(r.Numbers))).ShouldBeGreaterThan(0.05);
        weighted.Roots.ShouldAllBe(root => Math.Abs(weighted.Cover(root) - repeated.Length) < 1);
        weighted.Baseline().ShouldBe(twice.Baseline(), 1e-3);
    }

    private static TreeEnsemble Train(float[][] numbers, bool[] labels, float[]? weights) =>
        new LightGbmTrainer(Options).Train(FeatureMatrix.Of(2, labels, weights, (i, to) => numbers[i].CopyTo(to)), default);
}
