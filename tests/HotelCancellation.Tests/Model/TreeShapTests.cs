using CsCheck;
using HotelCancellation.Model;

namespace HotelCancellation.Tests.Model;

public class TreeShapTests
{
    private const int Features = 5;

    [Fact]
    public void Explain_AnyEnsemble_SumsToScoreMinusBaseline() =>
        Gen.Select(RandomEnsembles.Gen(Features), Gen.Float[-3, 3].Array[Features]).Sample((ensemble, row) =>
        {
            var contributions = new double[Features];

            TreeShap.Explain(ensemble, row, contributions);

            contributions.Sum().ShouldBe(ensemble.Score(row) - ensemble.Baseline(), 1e-9);
        });

    [Fact]
    public void Explain_AnyEnsemble_EqualsShapleyValuesByEnumeration() =>
        Gen.Select(RandomEnsembles.Gen(Features), Gen.Float[-3, 3].Array[Features]).Sample((ensemble, row) =>
        {
            var contributions = new double[Features];

            TreeShap.Explain(ensemble, row, contributions);

            for (var feature = 0; feature < Features; feature++)
            {
                contributions[feature].ShouldBe(Shapley(ensemble, row, feature), 1e-9);
            }
        }, iter: 200);

    [Fact]
    public void Explain_FeatureThatNoTreeAsks_HasNoContribution()
    {
        var ensemble = RandomEnsembles.Stump(feature: 2, threshold: 1, left: -1, right: 2, leftCover: 30, rightCover: 10);
        var contributions = new double[Features];

        TreeShap.Explain(ensemble, [0, 0, 5, 0, 0], contributions);

        contributions.ShouldBe([0, 0, 2 - ((30 * -1.0 + 10 * 2.0) / 40), 0, 0], 1e-12);
    }

    // The definition: the mean, over all orders of learning the features, of what learning this one changes.
    private static double Shapley(TreeEnsemble ensemble, float[] row, int feature)
    {
        double value = 0;
        for (var known = 0; known < 1 << Features; known++)
        {
            if ((known & (1 << feature)) != 0)
            {
                continue;
            }

            var size = System.Numerics.BitOperations.PopCount((uint)known);
            var weight = Factorial(size) * Factorial(Features - size - 1) / Factorial(Features);
            value += weight * (Expected(ensemble, row, known | (1 << feature)) - Expected(ensemble, row, known));
        }

        return value;
    }

    private static double Expected(TreeEnsemble ensemble, float[] row, int known) => ensemble.Roots.Sum(root => Expected(ensemble, row, known, root));

    private static double Expected(TreeEnsemble e, float[] row, int known, int node)
    {
        if (node < 0)
        {
            return e.LeafValue[~node];
        }

        if ((known & (1 << e.Feature[node])) != 0)
        {
            return Expected(e, row, known, row[e.Feature[node]] <= e.Threshold[node] ? e.Left[node] : e.Right[node]);
        }

        return ((e.Cover(e.Left[node]) * Expected(e, row, known, e.Left[node])) + (e.Cover(e.Right[node]) * Expected(e, row, known, e.Right[node]))) / e.NodeCover[node];
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
