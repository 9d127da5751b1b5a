using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.Tests.Registry;

/// <summary>What the tests of both formats of an ensemble share.</summary>
internal static class StoredEnsembles
{
    /// <summary>One tree that asks once.</summary>
    public static TreeEnsemble Stump() => new TestModels.TreeBuilder(2, [[0f, 1f], [0f, 2f], [0f, 3f]]).Tree(1, 1.5f, new TestModels.Leaf(-1), new TestModels.Leaf(2)).Build();

    /// <summary>Writes it and reads it: the same to the last bit, and the same bytes again.</summary>
    public static void ShouldComeBack(TreeEnsemble ensemble)
    {
        var bytes = EnsembleFormat.Write(ensemble);

        var (read, fault) = EnsembleFormat.Read(bytes);

        fault.ShouldBeNull();
        read!.FeatureCount.ShouldBe(ensemble.FeatureCount);
        read.Roots.ShouldBe(ensemble.Roots);
        read.Feature.ShouldBe(ensemble.Feature);
        read.Threshold.ShouldBe(ensemble.Threshold);
        read.Left.ShouldBe(ensemble.Left);
        read.Right.ShouldBe(ensemble.Right);
        read.LeafValue.Select(BitConverter.DoubleToInt64Bits).ShouldBe(ensemble.LeafValue.Select(BitConverter.DoubleToInt64Bits));
        read.NodeCover.ShouldBe(ensemble.NodeCover);
        read.LeafCover.ShouldBe(ensemble.LeafCover);
        read.LeafBits.ShouldBe(ensemble.LeafBits);
        EnsembleFormat.Write(read).ShouldBe(bytes);
    }
}
