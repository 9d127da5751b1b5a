using CsCheck;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;
using HotelCancellation.Tests.Model;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Registry;

public sealed class PackedEnsembleFormatTests
{
    private static readonly Gen<TreeEnsemble> Rounded =
        Gen.Select(RandomEnsembles.Gen(5), Gen.Bool.Select(isNarrow => isNarrow ? 8 : 16), Gen.Double[-20, 6].Select(Math.Exp)).Select((trees, bits, scale) => Round(EnsembleBuilder.Sum((trees, scale)), bits));

    [Fact]
    public void Read_WhatWriteWrote_GivesTheSameEnsembleToTheLastBit() => Rounded.Sample(StoredEnsembles.ShouldComeBack);

    [Fact]
    public void Write_RoundedLeaves_GivesTheDocumentedBytes()
    {
        Convert.ToHexString(EnsembleFormat.Write(Round(StoredEnsembles.Stump(), 8))).ShouldBe(
            "48435445" + "02000000" + "02000000" + "01000000" + "01000000" + "02000000"
            + "08000000" + "01000000" + "0100" + "0000C03F" + "00" + "01" + "0000"
            + "FF02" + "0000803F" + "00000040");
    }

    [Fact]
    public void Read_MoreQuestionsThanTwoBytesCount_GivesThemBack()
    {
        const int Trees = 70_000;
        var stumps = new TreeEnsemble
        {
            FeatureCount = 1,
            Roots = [.. Enumerable.Range(0, Trees)],
            Feature = new ushort[Trees],
            Threshold = [.. Enumerable.Range(0, Trees).Select(i => (float)i)],
            Left = [.. Enumerable.Range(0, Trees).Select(i => ~(2 * i))],
            Right = [.. Enumerable.Range(0, Trees).Select(i => ~((2 * i) + 1))],
            LeafValue = [.. Enumerable.Range(0, 2 * Trees).Select(i => (double)(i % 100))],
            NodeCover = [.. Enumerable.Repeat(2f, Trees)],
            LeafCover = [.. Enumerable.Repeat(1f, 2 * Trees)],
            LeafBits = 8,
        };

        var (read, _) = EnsembleFormat.Read(EnsembleFormat.Write(stumps));

        read!.Threshold.ShouldBe(stumps.Threshold);
        read.LeafValue.ShouldBe(stumps.LeafValue);
    }

    [Fact]
    public void Read_FormatOne_IsReadAsItWas()
    {
        var trees = TestModels.Model().Ensemble;
        var bytes = EnsembleFormat.Write(trees);

        bytes[4].ShouldBe((byte)1);
        EnsembleFormat.Read(bytes).Ensemble!.LeafBits.ShouldBe(64);
        EnsembleFormat.Read(bytes).Ensemble!.LeafValue.ShouldBe(trees.LeafValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public void Read_AnUnknownFormat_IsRefusedWithThoseThatAreKnown(byte version)
    {
        var bytes = EnsembleFormat.Write(Model(8));
        bytes[4] = version;

        EnsembleFormat.Read(bytes).ShouldBe((null, $"Its format version is {version}; this program reads 1 and 2."));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Read_AnyBitFlipped_IsRefusedOrStillSafe(int bits)
    {
        var good = EnsembleFormat.Write(Model(bits));
        var row = new float[TestModels.Model().Encoder.Width];
        var refused = 0;
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var bytes = (byte[])good.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            var (read, fault) = EnsembleFormat.Read(bytes);

            (read is null).ShouldBe(fault is not null);
            if (read is null)
            {
                refused++;
            }
            else if (row.Length >= read.FeatureCount)
            {
                double.IsFinite(read.Score(row)).ShouldBeTrue();
                TreeShap.Explain(read, row, new double[row.Length]);
            }
        }

        refused.ShouldBeGreaterThan(good.Length * 2);
    }

    [Fact]
    public void Read_AnotherLength_IsRefused()
    {
        var good = EnsembleFormat.Write(Model(8));

        for (var length = 0; length < good.Length; length++)
        {
            EnsembleFormat.Read(good.AsSpan(0, length)).Ensemble.ShouldBeNull();
        }

        EnsembleFormat.Read([.. good, 0]).Fault!.ShouldContain("does not fit");
    }

    [Fact]
    public void Read_ABitBehindTheShape_IsRefused()
    {
        var stump = Round(RandomEnsembles.Stump(0, 1, -1, 2, 3, 4), 8);
        var bytes = EnsembleFormat.Write(stump);
        const int Shape = 24 + 8 + 6 + 1;
        bytes[Shape].ShouldBe((byte)1);
        bytes[Shape] |= 0x80;

        EnsembleFormat.Read(bytes).Fault.ShouldBe("Its 1 trees do not have the 1 nodes and 2 leaves of its header.");
    }

    [Fact]
    public void Read_AnyBytesAfterAHeaderThatFits_NeverThrows() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 5], Gen.Bool.Select(isNarrow => isNarrow ? 8 : 16), Gen.Int[0, 4]).SelectMany((trees, nodes, leaves, bits, questions) =>
            Gen.Byte.Array[(questions * 6) + trees + ((nodes + leaves + 7) / 8) + (nodes * 2) + (leaves * ((bits / 8) + 4))].Select(body => (trees, nodes, leaves, bits, questions, body)))
            .Sample(x =>
            {
                int[] header = [0x45544348, PackedEnsembleFormat.FormatVersion, 3, x.trees, x.nodes, x.leaves, x.bits, x.questions];
                var (read, fault) = EnsembleFormat.Read([.. header.SelectMany(BitConverter.GetBytes), .. x.body]);
                (read is null).ShouldBe(fault is not null);
                fault?.ShouldNotContain("does not fit");
            });

    [Theory]
    [InlineData("bits", "8 and 16 are packed")]
    [InlineData("value", "no whole number of 8 bits")]
    [InlineData("large", "no whole number of 8 bits")]
    [InlineData("cover", "not the sums")]
    [InlineData("order", "order of a walk")]
    public void Write_WhatCannotBePacked_SaysWhy(string what, string expected)
    {
        var trees = Model(8);
        switch (what)
        {
            case "bits": trees = trees.With(trees.LeafValue, 12); break;
            case "value": trees.LeafValue[1] += 1e-9; break;
            case "large": trees.LeafValue[1] *= 1024; break;
            case "cover": trees.NodeCover[0] *= 1.0001f; break;
            default: (trees.Roots[0], trees.Roots[1]) = (trees.Roots[1], trees.Roots[0]); break;
        }

        Should.Throw<ArgumentException>(() => EnsembleFormat.Write(trees)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Write_RoundedLeaves_TakesAThirdAtMost()
    {
        var trees = EnsembleBuilder.Sum([.. Enumerable.Repeat((TestModels.Model().Ensemble, 1.0), 50)]);

        EnsembleFormat.Write(Round(trees, 8)).Length.ShouldBeLessThan(EnsembleFormat.Write(trees).Length / 3);
    }

    private static TreeEnsemble Model(int bits) => Round(TestModels.Model().Ensemble, bits);

    private static TreeEnsemble Round(TreeEnsemble trees, int bits) => LeafRounding.Round(new SlimEnsemble(trees, trees.LeafValue.Length), bits).Ensemble;
}
