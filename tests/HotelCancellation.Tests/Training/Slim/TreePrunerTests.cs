using CsCheck;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training.Slim;

public class TreePrunerTests
{
    [Fact]
    public void Prune_AnyTolerance_MovesTheRowsItLooksAtNoFurther() => Gen.Double[0.001, 1].Sample(tolerance =>
    {
        var pruned = TreePruner.Prune(GrownTrees.Trees, GrownTrees.Rows, tolerance);

        var (before, after) = (GrownTrees.Scores(GrownTrees.Trees.Ensemble), GrownTrees.Scores(pruned.Ensemble));
        var moved = Math.Sqrt(before.Zip(after, (b, a) => (b - a) * (b - a)).Average());
        moved.ShouldBeLessThanOrEqualTo(tolerance + 1e-12);
        pruned.PrunedBy.ShouldBe(moved, 1e-12);

        // The log loss follows log-odds by at most 1 to 1, so that it cannot have risen by more either.
        LogLoss(after).ShouldBeLessThanOrEqualTo(LogLoss(before) + tolerance);
        EnsembleCheck.Fault(pruned.Ensemble).ShouldBeNull();
    }, iter: 12);

    [Fact]
    public void Prune_AHigherTolerance_LeavesFewerLeaves()
    {
        int[] leaves = [.. new[] { 0.02, 0.1, 0.5 }.Select(t => TreePruner.Prune(GrownTrees.Trees, GrownTrees.Rows, t).Ensemble.LeafValue.Length)];

        leaves[0].ShouldBeLessThan(GrownTrees.Trees.TrainedLeaves);
        leaves[1].ShouldBeLessThan(leaves[0]);
        leaves[2].ShouldBeLessThan(leaves[1] / 2);
    }

    [Fact]
    public void Prune_TheTolerance_IsUsedUp() =>
        TreePruner.Prune(GrownTrees.Trees, GrownTrees.Rows, 0.2).PrunedBy.ShouldBeGreaterThan(0.19);

    [Fact]
    public void Prune_AnyTolerance_KeepsTheMeanOfTheTrainingRows()
    {
        var pruned = TreePruner.Prune(GrownTrees.Trees, GrownTrees.Rows, 0.3);

        pruned.TrainedLeaves.ShouldBe(GrownTrees.Trees.TrainedLeaves);
        pruned.Ensemble.Baseline().ShouldBe(GrownTrees.Trees.Ensemble.Baseline(), 1e-6);
    }

    [Fact]
    public void Prune_RowsOfWeight_CountAsMuch()
    {
        var rows = GrownTrees.Rows;
        float[] weights = [.. rows.Labels.Select(isCancelled => isCancelled ? 9f : 1f)];
        var weighted = FeatureMatrix.Of(rows.Width, rows.Labels, weights, (i, to) => rows.Row(i).CopyTo(to));

        var pruned = TreePruner.Prune(GrownTrees.Trees, weighted, 0.2);

        var change = GrownTrees.Scores(GrownTrees.Trees.Ensemble).Zip(GrownTrees.Scores(pruned.Ensemble), (b, a) => (b - a) * (b - a));
        var moved = Math.Sqrt(change.Zip(weights, (c, w) => c * w).Sum() / weights.Sum());
        pruned.PrunedBy.ShouldBe(moved, 1e-9);
        moved.ShouldBeLessThanOrEqualTo(0.2);
    }

    [Fact]
    public void Prune_TreesOfNoUse_Go()
    {
        // Both leaves say the same: no row is moved when they are one, nor when the tree is gone.
        var useless = Stump(0.5, 0.5);
        var useful = Stump(-2, 2);
        var both = EnsembleBuilder.Sum((useless, 1), (useful, 1));
        var matrix = FeatureMatrix.Of(1, [true, false, true, false], null, (i, to) => to[0] = i);

        var pruned = TreePruner.Prune(new SlimEnsemble(both, 4), matrix, 0.1);

        pruned.Ensemble.TreeCount.ShouldBe(1);
        pruned.Ensemble.LeafValue.ShouldBe([-1.5, 2.5]);
        pruned.PrunedBy.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_SoManyRows_AreTheirNumbersLabelsAndWeights(int step)
    {
        var matrix = FeatureMatrix.Of(2, [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0)], [.. Enumerable.Range(0, 20).Select(i => (float)i)], (i, to) => (to[0], to[1]) = (i, -i));

        var some = matrix.Every(step);

        int[] rows = [.. Enumerable.Range(0, 20).Where(i => i % step == 0)];
        some.Labels.ShouldBe(rows.Select(i => i % 2 == 0));
        some.Weights!.ShouldBe(rows.Select(i => (float)i));
        some.Values.ToArray().ShouldBe(rows.SelectMany(i => new float[] { i, -i }));
    }

    private static double LogLoss(double[] scores) =>
        scores.Zip(GrownTrees.Rows.Labels, (s, isCancelled) => Math.Log(1 + Math.Exp(isCancelled ? -s : s))).Average();

    private static TreeEnsemble Stump(double left, double right) => new()
    {
        FeatureCount = 1,
        Roots = [0],
        Feature = [0],
        Threshold = [1.5f],
        Left = [~0],
        Right = [~1],
        LeafValue = [left, right],
        NodeCover = [4],
        LeafCover = [2, 2],
    };
}
