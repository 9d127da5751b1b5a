using CsCheck;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.Tests.Registry;

public sealed class EnsembleFormatTests
{
    /// <summary>Ensembles of up to six trees of any shape, the covers of each node the sum of its children's.</summary>
    private static readonly Gen<TreeEnsemble> Ensembles =
        Gen.Select(Gen.Int, Gen.Int[1, 6], Gen.Int[1, 9]).Select((seed, trees, features) => Random(seed, trees, features));

    [Fact]
    public void Read_WhatWriteWrote_GivesTheSameEnsemble() => Ensembles.Sample(StoredEnsembles.ShouldComeBack);

    [Fact]
    public void Write_AnEnsemble_GivesTheDocumentedBytes()
    {
        Convert.ToHexString(EnsembleFormat.Write(StoredEnsembles.Stump())).ShouldBe(
            "48435445" + "01000000" + "02000000" + "01000000" + "01000000" + "02000000"
            + "00000000" + "0100" + "0000C03F" + "FFFFFFFF" + "FEFFFFFF"
            + "000000000000F0BF" + "0000000000000040" + "00004040" + "0000803F" + "00000040");
    }

    [Fact]
    public void Read_AnyBitFlipped_IsRefusedOrStillSafe()
    {
        var model = TestModels.Model();
        var good = EnsembleFormat.Write(model.Ensemble);
        var row = new float[model.Encoder.Width];
        var refused = 0;
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var bytes = (byte[])good.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            var (read, fault) = EnsembleFormat.Read(bytes);

            // What the format cannot know (another threshold, another value) the hash of the file finds.
            BundleFiles.Sha256(bytes).ShouldNotBe(BundleFiles.Sha256(good));
            if (read is null)
            {
                fault.ShouldNotBeNullOrEmpty();
                refused++;
            }
            else if (row.Length >= read.FeatureCount)
            {
                double.IsFinite(read.Score(row)).ShouldBeTrue();
                double.IsFinite(read.Baseline()).ShouldBeTrue();
                TreeShap.Explain(read, row, new double[row.Length]);
            }
        }

        refused.ShouldBeGreaterThan(good.Length * 2);
    }

    [Fact]
    public void Read_AnotherLength_IsRefused()
    {
        var good = EnsembleFormat.Write(TestModels.Model().Ensemble);

        for (var length = 0; length < good.Length; length++)
        {
            EnsembleFormat.Read(good.AsSpan(0, length)).Ensemble.ShouldBeNull();
        }

        EnsembleFormat.Read([.. good, 0]).Ensemble.ShouldBeNull();
    }

    [Fact]
    public void Read_AnyBytesAfterAHeaderThatFits_NeverThrows() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 4]).SelectMany((trees, nodes, leaves) =>
            Gen.Byte.Array[(trees * 4) + (nodes * 18) + (leaves * 12)].Select(body => (trees, nodes, leaves, body)))
            .Sample(x =>
            {
                int[] header = [0x45544348, EnsembleFormat.FormatVersion, 3, x.trees, x.nodes, x.leaves];
                byte[] bytes = [.. header.SelectMany(BitConverter.GetBytes), .. x.body];
                var (read, fault) = EnsembleFormat.Read(bytes);
                (read is null).ShouldBe(fault is not null);
            });

    [Theory]
    [InlineData("cycle", "hangs elsewhere already")]
    [InlineData("shared", "hangs elsewhere already")]
    [InlineData("beyond", "does not exist")]
    [InlineData("orphan", "hangs nowhere")]
    [InlineData("feature", "asks about feature 9 of 3")]
    [InlineData("threshold", "has no threshold")]
    [InlineData("value", "has the value")]
    [InlineData("cover", "its children")]
    [InlineData("noCover", "must be positive")]
    [InlineData("length", "differ in length")]
    public void Write_MalformedEnsemble_SaysWhere(string what, string expected)
    {
        var e = new TestModels.TreeBuilder(3, [[1f, 1f, 1f], [3f, 1f, 1f], [3f, 3f, 1f]])
            .Tree(0, 2, new TestModels.Leaf(1), new TestModels.Split(1, 2, new TestModels.Leaf(2), new TestModels.Leaf(3))).Build();
        switch (what)
        {
            case "cycle": e.Right[1] = 0; break;
            case "shared": e.Left[0] = 1; break;
            case "beyond": e.Left[0] = 17; break;
            case "orphan": e.Roots[0] = 1; break;
            case "feature": e.Feature[1] = 9; break;
            case "threshold": e.Threshold[1] = float.NaN; break;
            case "value": e.LeafValue[1] = double.PositiveInfinity; break;
            case "cover": e.NodeCover[0] = 4; break;
            case "noCover": e.NodeCover[0] = 0; break;
            default: e = Copy(e, leafCover: [1f]); break;
        }

        Should.Throw<ArgumentException>(() => EnsembleFormat.Write(e)).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData(EnsembleCheck.DeepestTree, true)]
    [InlineData(EnsembleCheck.DeepestTree + 1, false)]
    [InlineData(200_000, false)]
    public void Read_DeepTree_IsRefusedBeforeItOverflowsTheStack(int depth, bool allowed)
    {
        var chain = new TreeEnsemble
        {
            FeatureCount = 1,
            Roots = [0],
            Feature = new ushort[depth],
            Threshold = new float[depth],
            Left = [.. Enumerable.Range(0, depth).Select(i => ~i)],
            Right = [.. Enumerable.Range(1, depth - 1), ~depth],
            LeafValue = new double[depth + 1],
            NodeCover = [.. Enumerable.Range(0, depth).Select(i => (float)(depth + 1 - i))],
            LeafCover = [.. Enumerable.Repeat(1f, depth + 1)],
        };

        var fault = EnsembleCheck.Fault(chain);

        (fault is null).ShouldBe(allowed);
        if (!allowed)
        {
            fault!.ShouldContain($"deeper than {EnsembleCheck.DeepestTree}");
        }
    }

    private static TreeEnsemble Copy(TreeEnsemble e, float[] leafCover) => new()
    {
        FeatureCount = e.FeatureCount,
        Roots = e.Roots,
        Feature = e.Feature,
        Threshold = e.Threshold,
        Left = e.Left,
        Right = e.Right,
        LeafValue = e.LeafValue,
        NodeCover = e.NodeCover,
        LeafCover = leafCover,
    };

    private static TreeEnsemble Random(int seed, int trees, int features)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 64).Select(_ => Enumerable.Range(0, features).Select(_ => random.NextSingle()).ToArray()).ToList();
        var builder = new TestModels.TreeBuilder(features, rows);
        for (var tree = 0; tree < trees; tree++)
        {
            builder.Tree(Part(rows, 0));
        }

        return builder.Build();

        TestModels.Part Part(List<float[]> here, int depth)
        {
            var feature = (ushort)random.Next(features);
            var threshold = random.NextSingle();
            var (left, right) = (here.Where(r => r[feature] <= threshold).ToList(), here.Where(r => r[feature] > threshold).ToList());
            return depth == 7 || left.Count == 0 || right.Count == 0 || random.Next(6) == 0
                ? new TestModels.Leaf((random.NextDouble() * 4) - 2)
                : new TestModels.Split(feature, threshold, Part(left, depth + 1), Part(right, depth + 1));
        }
    }
}
