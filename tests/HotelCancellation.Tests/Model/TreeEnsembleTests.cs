using CsCheck;
using HotelCancellation.Model;

namespace HotelCancellation.Tests.Model;

public class TreeEnsembleTests
{
    private const int Features = 5;

    private static readonly Gen<float[]> Row = Gen.Float[-3, 3].Array[Features];

    [Fact]
    public void Mean_OfAnyEnsembles_ScoresTheirMean() =>
        Gen.Select(RandomEnsembles.Gen(Features).Array[1, 4], Row).Sample((ensembles, row) =>
        {
            var mean = TreeEnsemble.Mean(ensembles);

            mean.Score(row).ShouldBe(ensembles.Average(e => e.Score(row)), 1e-9);
            mean.Baseline().ShouldBe(ensembles.Average(e => e.Baseline()), 1e-9);
            mean.TreeCount.ShouldBe(ensembles.Sum(e => e.TreeCount));
        });

    [Fact]
    public void Mean_OfAnyEnsembles_IsExplainedByTheMeanOfTheirContributions() =>
        Gen.Select(RandomEnsembles.Gen(Features), RandomEnsembles.Gen(Features), Row).Sample((a, b, row) =>
        {
            var (of, ofA, ofB) = (new double[Features], new double[Features], new double[Features]);

            TreeShap.Explain(TreeEnsemble.Mean([a, b]), row, of);
            TreeShap.Explain(a, row, ofA);
            TreeShap.Explain(b, row, ofB);

            of.Zip(ofA.Zip(ofB, (x, y) => (x + y) / 2)).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-9);
        }, iter: 200);

    [Fact]
    public void Over_AWiderRow_ScoresTheNumbersItIsOf() =>
        Gen.Select(RandomEnsembles.Gen(Features), Gen.Float[-3, 3].Array[9], Gen.Shuffle(Enumerable.Range(0, 9).ToArray())).Sample((ensemble, wide, places) =>
        {
            int[] columns = places[..Features];

            var over = ensemble.Over(columns, wide.Length);

            over.Score(wide).ShouldBe(ensemble.Score(Array.ConvertAll(columns, c => wide[c])));
            over.FeatureCount.ShouldBe(9);
            over.Baseline().ShouldBe(ensemble.Baseline());
        });
}
