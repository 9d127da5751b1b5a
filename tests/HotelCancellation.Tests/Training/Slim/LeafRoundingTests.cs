using CsCheck;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Tests.Model;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training.Slim;

public class LeafRoundingTests
{
    private const int Features = 4;

    private static readonly Gen<(TreeEnsemble Trees, int Bits, double Scale)> Asked =
        Gen.Select(RandomEnsembles.Gen(Features), Gen.Bool.Select(isNarrow => isNarrow ? 8 : 16), Gen.Double[-20, 6].Select(Math.Exp));

    [Fact]
    public void Round_AnyTrees_MovesNoRowFurtherThanItsBitsAllow() => Gen.Select(Asked, Gen.Float[-3, 3].Array[Features]).Sample((asked, row) =>
    {
        var trees = EnsembleBuilder.Sum((asked.Trees, asked.Scale));

        var rounded = Round(trees, asked.Bits);

        var moved = Math.Abs(rounded.Ensemble.Score(row) - trees.Score(row));
        moved.ShouldBeLessThanOrEqualTo(rounded.RoundedBy + (1e-12 * asked.Scale));

        // A step is at most twice what the largest leaf would be as the largest whole number; a leaf moves by half of one.
        var most = (1 << (asked.Bits - 1)) - 1;
        rounded.RoundedBy.ShouldBeLessThanOrEqualTo(trees.TreeCount * trees.LeafValue.Max(Math.Abs) / most);
        rounded.Ensemble.LeafBits.ShouldBe(asked.Bits);
        EnsembleCheck.Fault(rounded.Ensemble).ShouldBeNull();
    });

    [Fact]
    public void Round_AgainWithTheSameBits_ChangesNothing() => Asked.Sample(asked =>
    {
        var once = Round(EnsembleBuilder.Sum((asked.Trees, asked.Scale)), asked.Bits);

        var twice = Round(once.Ensemble, asked.Bits);

        twice.Ensemble.LeafValue.ShouldBe(once.Ensemble.LeafValue);
        twice.RoundedBy.ShouldBe(0);
    });

    [Fact]
    public void Round_LeavesOfNothing_AreNothing()
    {
        var rounded = Round(RandomEnsembles.Stump(0, 1, -0.0, 0, 3, 4), 8);

        rounded.Ensemble.LeafValue.Select(BitConverter.DoubleToInt64Bits).ShouldBe([0L, 0L]);
        rounded.RoundedBy.ShouldBe(0);
    }

    [Theory]
    [InlineData(8, 127, 127)]
    [InlineData(8, 127.4, 127)]
    [InlineData(8, 127.6, 128)]
    [InlineData(8, -1000.0, -1000)]
    [InlineData(8, 1001.0, 1000)]
    [InlineData(16, 1001.0, 1001)]
    public void Round_ALargestLeaf_IsTheNearestThatFits(int bits, double value, double expected) =>
        Round(RandomEnsembles.Stump(0, 1, value, 0, 3, 4), bits).Ensemble.LeafValue[0].ShouldBe(expected);

    private static SlimEnsemble Round(TreeEnsemble trees, int bits) => LeafRounding.Round(new SlimEnsemble(trees, trees.LeafValue.Length), bits);
}
