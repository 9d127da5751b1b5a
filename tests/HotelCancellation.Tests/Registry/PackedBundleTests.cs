using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Registry;

/// <summary>Bundles whose leaves are rounded.</summary>
public sealed class PackedBundleTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Read_WhatWriteWrote_PredictsAndExplainsTheSameToTheLastBit(int bits)
    {
        var draft = Draft(bits);
        var (manifest, files) = BundleDraftWriter.Write(draft, Now);

        var bundle = BundleReader.Read(manifest, files).Bundle!;

        files[BundleFiles.Ensemble][4].ShouldBe((byte)PackedEnsembleFormat.FormatVersion);
        BookingAt[] asked = [.. TestModels.Bookings(300, seed: 3).Select(b => new BookingAt(b, b.ArrivalDate))];
        bundle.Model.Probabilities(asked).ShouldBe(draft.Model.Probabilities(asked));
        foreach (var at in asked)
        {
            bundle.Model.Probability(at).ShouldBe(draft.Model.Probability(at));
            bundle.Model.Explain(at).Reasons.ShouldBe(draft.Model.Explain(at).Reasons);
        }
    }

    [Fact]
    public void Read_TruncatedTrees_AreRefusedByName()
    {
        var (manifest, files) = BundleDraftWriter.Write(Draft(8), Now);
        files[BundleFiles.Ensemble] = files[BundleFiles.Ensemble][..^1];

        BundleReader.Read(manifest, files).Refusal!.ShouldStartWith($"{manifest.Version}: 'ensemble.bin' cannot be used: Its header (3 trees,");
    }

    [Fact]
    public void Fault_OneByteOfTheTreesAltered_IsRefusedByName()
    {
        var (manifest, files) = BundleDraftWriter.Write(Draft(8), Now);
        var artefact = manifest.Artefacts.Single(a => a.Name == BundleFiles.Ensemble);
        var bytes = files[BundleFiles.Ensemble];
        BundleReader.Fault(manifest.Version, artefact, bytes).ShouldBeNull();
        bytes[^20] ^= 1;

        BundleReader.Fault(manifest.Version, artefact, bytes)!.ShouldStartWith($"{manifest.Version}: 'ensemble.bin' does not match its hash");
    }

    [Fact]
    public void Read_TreesOfANewerFormat_AreRefusedByName()
    {
        var (manifest, files) = BundleDraftWriter.Write(Draft(8), Now);
        files[BundleFiles.Ensemble][4] = 9;

        BundleReader.Read(manifest, files).Refusal!.ShouldBe($"{manifest.Version}: 'ensemble.bin' cannot be used: Its format version is 9; this program reads 1 and 2.");
    }

    private static BundleDraft Draft(int bits)
    {
        var trained = TestModels.Model(0.2, new Calibration(0.1, 1.1));
        var slim = LeafRounding.Round(new SlimEnsemble(trained.Ensemble, trained.Ensemble.LeafValue.Length), bits);
        return TestModels.Draft(model: new CancellationModel(trained.Encoder, slim.Ensemble, trained.Calibration, trained.Rule));
    }
}
