using CsCheck;
using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;

namespace HotelCancellation.Tests.Model;

public class CompiledEnsembleTests
{
    private const int Features = 5;
    private static readonly float[] Odd = [0, -0.0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Score_OfAnyTrees_IsTheWalksToTheLastBit(bool isWide) =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[2, 64], Gen.Int[0, int.MaxValue]).Sample((trees, leaves, seed) => Compare(Trees.Of(Features, trees, leaves, seed), seed, isWide, isLookedUp: true));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Score_OfTreesOfMoreThan64Leaves_IsTheWalksToTheLastBit(bool isWide) =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[65, 600], Gen.Int[0, int.MaxValue]).Sample((trees, leaves, seed) => Compare(Trees.Of(Features, trees, leaves, seed), seed, isWide, isLookedUp: true), iter: 40);

    [Fact]
    public void Score_OfSwitchedTrees_IsTheWalksToTheLastBit() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[0, int.MaxValue]).Sample(
            (low, high, seed) => Compare(EnsembleBuilder.Switch(1, 0, Trees.Of(Features, low, 63, seed), Trees.Of(Features, high, 63, seed / 2), 0.5), seed, isWide: true, isLookedUp: true), iter: 40);

    [Fact]
    public void Score_OfTreesThatAreASingleLeaf_IsTheirSum()
    {
        var ensemble = Trees.Of(Features, 3, 1, seed: 1);

        Compare(ensemble, 1, isWide: true, isLookedUp: true);

        CompiledEnsemble.Of(ensemble).Score(new float[Features]).ShouldBe(ensemble.LeafValue.Sum());
    }

    [Fact]
    public void Score_OfMoreFeaturesThanRanksFitOnTheStackTogether_IsTheWalks() => Compare(Trees.Of(3000, 20, 63, seed: 5), 5, isWide: true, isLookedUp: true);

    [Fact]
    public void Score_OfATreeDeeperThanASet_IsWalked() => Compare(Trees.Chain(Features, 200), 3, isWide: true, isLookedUp: false);

    [Fact]
    public void Score_OfAThresholdThatIsNotANumber_IsWalked()
    {
        var ensemble = Trees.Of(Features, 3, 20, seed: 1);
        ensemble.Threshold[7] = float.NaN;

        Compare(ensemble, 1, isWide: true, isLookedUp: false);
    }

    [Fact]
    public void Score_ARowThatIsTooShort_Throws()
    {
        var compiled = CompiledEnsemble.Of(Trees.Of(Features, 3, 20, seed: 1));

        Should.Throw<ArgumentException>(() => compiled.Score(new float[Features - 1]));
        Should.Throw<ArgumentException>(() => compiled.Score(new float[(2 * Features) - 1], new double[2]));
        Should.Throw<ArgumentException>(() => compiled.ScoreAll(new float[(2 * Features) - 1], new double[2]));
    }

    [Fact]
    public void Of_ManyTrees_LeavesLittleBehind()
    {
        var trees = Trees.Of(27, 400, 63, seed: 6);
        CompiledEnsemble.Of(trees).IsLookedUp.ShouldBeTrue();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var bytes = CompiledEnsemble.Of(trees).Bytes;

        // What is kept, and little more; arrays that grow by being copied leave seven times as much, most of it large.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / (double)bytes).ShouldBeLessThan(2);
    }

    [Fact]
    public void Of_TreesThatAskTheSame_AreAnsweredByTheSameLines()
    {
        var one = Trees.Of(Features, 1, 60, seed: 4);
        var sixteen = new TreeEnsemble
        {
            FeatureCount = one.FeatureCount,
            Roots = [.. Enumerable.Repeat(one.Roots[0], TreeBlocks.Lanes)],
            Feature = one.Feature,
            Threshold = one.Threshold,
            Left = one.Left,
            Right = one.Right,
            LeafValue = one.LeafValue,
            NodeCover = one.NodeCover,
            LeafCover = one.LeafCover,
        };

        var more = CompiledEnsemble.Of(sixteen).Bytes - CompiledEnsemble.Of(one).Bytes;

        // Lanes without a tree have a leaf too.
        more.ShouldBe((TreeBlocks.Lanes - 1) * (one.LeafValue.Length - 1) * sizeof(double));
    }

    [Fact]
    public void Score_OneRow_AllocatesNothing()
    {
        var compiled = CompiledEnsemble.Of(Trees.Of(Features, 50, 63, seed: 1));
        var (row, scores) = (new float[Features], new double[1]);
        compiled.Score(row);
        compiled.Score(row, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();

        compiled.Score(row);
        compiled.Score(row, scores);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Compare(TreeEnsemble ensemble, int seed, bool isWide, bool isLookedUp)
    {
        var compiled = CompiledEnsemble.Of(ensemble, isWide);
        compiled.IsLookedUp.ShouldBe(isLookedUp);
        var rows = Rows(ensemble, 600, seed);
        var (alone, together, all) = (new double[600], new double[600], new double[600]);
        for (var i = 0; i < alone.Length; i++)
        {
            alone[i] = compiled.Score(rows.AsSpan(i * ensemble.FeatureCount, ensemble.FeatureCount));
        }

        compiled.Score(rows, together);
        compiled.ScoreAll(rows, all);

        for (var i = 0; i < alone.Length; i++)
        {
            var walked = BitConverter.DoubleToInt64Bits(ensemble.Score(rows.AsSpan(i * ensemble.FeatureCount, ensemble.FeatureCount)));
            BitConverter.DoubleToInt64Bits(alone[i]).ShouldBe(walked);
            BitConverter.DoubleToInt64Bits(together[i]).ShouldBe(walked);
            BitConverter.DoubleToInt64Bits(all[i]).ShouldBe(walked);
        }
    }

    /// <summary>Rows of anything: what thresholds are, their neighbours, and what is no ordinary number.</summary>
    private static float[] Rows(TreeEnsemble ensemble, int count, int seed)
    {
        var random = new Random(seed);
        var rows = new float[count * ensemble.FeatureCount];
        for (var i = 0; i < rows.Length; i++)
        {
            var threshold = ensemble.Threshold.Length == 0 ? 0 : ensemble.Threshold[random.Next(ensemble.Threshold.Length)];
            rows[i] = random.Next(5) switch
            {
                0 => threshold,
                1 => MathF.BitIncrement(threshold),
                2 => MathF.BitDecrement(threshold),
                3 => Odd[random.Next(Odd.Length)],
                _ => (float)((random.NextDouble() * 8) - 4),
            };
        }

        return rows;
    }

    /// <summary>Random trees of so many leaves, whose thresholds are drawn from few so that trees share them, some of them odd.</summary>
    private static class Trees
    {
        public static TreeEnsemble Of(int features, int trees, int leaves, int seed)
        {
            var random = new Random(seed);
            var grown = new Grown();
            for (var tree = 0; tree < trees; tree++)
            {
                grown.Roots.Add(Grow(grown, random, features, leaves));
            }

            return grown.Ensemble(features);
        }

        /// <summary>A tree each node of which has a leaf.</summary>
        public static TreeEnsemble Chain(int features, int depth)
        {
            var grown = new Grown();
            var child = grown.Leaf(1);
            for (var i = 0; i < depth; i++)
            {
                child = i % 2 == 0 ? grown.Node(i % features, i - 100, child, grown.Leaf(i)) : grown.Node(i % features, i - 100, grown.Leaf(i), child);
            }

            grown.Roots.Add(child);
            return grown.Ensemble(features);
        }

        private static int Grow(Grown grown, Random random, int features, int leaves)
        {
            if (leaves == 1)
            {
                return grown.Leaf(random.Next(10) == 0 ? -0.0 : random.NextDouble() - 0.5);
            }

            var left = random.Next(1, leaves);
            var threshold = random.Next(20) == 0 ? Odd[random.Next(4)] : random.Next(-12, 12) / 4f;
            var (low, high) = (Grow(grown, random, features, left), Grow(grown, random, features, leaves - left));
            return grown.Node(random.Next(features), threshold, low, high);
        }

        private sealed class Grown
        {
            private readonly List<ushort> _feature = [];
            private readonly List<float> _threshold = [];
            private readonly List<int> _left = [];
            private readonly List<int> _right = [];
            private readonly List<double> _leaves = [];

            public List<int> Roots { get; } = [];

            public int Leaf(double value)
            {
                _leaves.Add(value);
                return ~(_leaves.Count - 1);
            }

            public int Node(int feature, float threshold, int left, int right)
            {
                _feature.Add((ushort)feature);
                _threshold.Add(threshold);
                _left.Add(left);
                _right.Add(right);
                return _feature.Count - 1;
            }

            public TreeEnsemble Ensemble(int features) => new()
            {
                FeatureCount = features,
                Roots = [.. Roots],
                Feature = [.. _feature],
                Threshold = [.. _threshold],
                Left = [.. _left],
                Right = [.. _right],
                LeafValue = [.. _leaves],
                NodeCover = new float[_feature.Count],
                LeafCover = new float[_leaves.Count],
            };
        }
    }
}
