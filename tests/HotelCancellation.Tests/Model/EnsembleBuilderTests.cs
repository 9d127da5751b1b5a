using CsCheck;
using HotelCancellation.Model;
using HotelCancellation.Registry;

namespace HotelCancellation.Tests.Model;

public class EnsembleBuilderTests
{
    private const int Features = 5;

    private static readonly Gen<float[]> Row = Gen.Float[-3, 3].Array[Features];

    [Fact]
    public void Sum_OfAnyEnsembles_ScoresTheirWeightedSum() =>
        Gen.Select(RandomEnsembles.Gen(Features).Array[1, 4], Gen.Double[0.1, 2].Array[4], Row).Sample((ensembles, weights, row) =>
        {
            var sum = EnsembleBuilder.Sum([.. ensembles.Select((e, i) => (e, weights[i]))]);

            sum.Score(row).ShouldBe(ensembles.Select((e, i) => weights[i] * e.Score(row)).Sum(), 1e-9);
            sum.Baseline().ShouldBe(ensembles.Select((e, i) => weights[i] * e.Baseline()).Sum(), 1e-9);
            sum.TreeCount.ShouldBe(ensembles.Sum(e => e.TreeCount));
        });

    [Fact]
    public void Sum_OfAnyEnsembles_IsExplainedByTheSumOfTheirContributions() =>
        Gen.Select(RandomEnsembles.Gen(Features), RandomEnsembles.Gen(Features), Row).Sample((a, b, row) =>
        {
            var (of, ofA, ofB) = (new double[Features], new double[Features], new double[Features]);

            TreeShap.Explain(EnsembleBuilder.Sum((a, 0.5), (b, 0.25)), row, of);
            TreeShap.Explain(a, row, ofA);
            TreeShap.Explain(b, row, ofB);

            of.Zip(ofA.Zip(ofB, (x, y) => (x / 2) + (y / 4))).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-9);
        }, iter: 200);

    [Fact]
    public void Switch_OfAnyTwoEnsembles_ScoresTheOneThatItsFeatureSays() =>
        Gen.Select(RandomEnsembles.Gen(Features), RandomEnsembles.Gen(Features), Row, Gen.Double[0.1, 0.9]).Sample((low, high, row, share) =>
        {
            var both = EnsembleBuilder.Switch(3, 0.5f, low, high, share);

            both.Score(row).ShouldBe((row[3] <= 0.5f ? low : high).Score(row), 1e-12);
            both.TreeCount.ShouldBe(Math.Max(low.TreeCount, high.TreeCount));
            EnsembleCheck.Fault(both).ShouldBeNull();
        });

    [Fact]
    public void Switch_OfAnyTwoEnsembles_IsExplainedUpToItsScore() =>
        Gen.Select(RandomEnsembles.Gen(Features), RandomEnsembles.Gen(Features), Row, Gen.Double[0.1, 0.9]).Sample((low, high, row, share) =>
        {
            var both = EnsembleBuilder.Switch(3, 0.5f, low, high, share);
            var of = new double[Features];

            TreeShap.Explain(both, row, of);

            (both.Baseline() + of.Sum()).ShouldBe(both.Score(row), 1e-6);
        }, iter: 200);

    [Fact]
    public void Collapse_NoNode_ScoresTheSameToTheLastBit() => Gen.Select(RandomEnsembles.Gen(Features), Row).Sample((ensemble, row) =>
    {
        var same = EnsembleBuilder.Collapse(ensemble, _ => null);

        same.Score(row).ShouldBe(ensemble.Score(row));
        same.LeafValue.Length.ShouldBe(ensemble.LeafValue.Length);
        EnsembleCheck.Fault(same).ShouldBeNull();
    });

    [Fact]
    public void Collapse_AnyNodes_ScoresWhatTheFirstOfThemOnTheWayAdds() => Gen.Select(RandomEnsembles.Gen(Features), Row, Gen.Int[1, 6]).Sample((ensemble, row, every) =>
    {
        double? Leaf(int node) => node % every == 0 ? node / 10.0 : null;

        var collapsed = EnsembleBuilder.Collapse(ensemble, Leaf);

        collapsed.Score(row).ShouldBe(ensemble.Roots.Sum(Walk), 1e-9);
        EnsembleCheck.Fault(collapsed).ShouldBeNull();
        collapsed.Roots.ShouldAllBe(r => r >= 0 || collapsed.TreeCount == 1);

        double Walk(int child) => child < 0 ? ensemble.LeafValue[~child]
            : Leaf(child) ?? Walk(row[ensemble.Feature[child]] <= ensemble.Threshold[child] ? ensemble.Left[child] : ensemble.Right[child]);
    });
}
