using System.Text;
using System.Text.Json;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.Tests.Registry;

public sealed class BundleTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_TheSameTwice_GivesTheSameBytesButForTimeAndPerson()
    {
        var (first, files) = BundleDraftWriter.Write(TestModels.Draft(), Now);
        var again = TestModels.Draft() with { By = "somebody else", Reason = "again", Settings = TestModels.Draft().Settings.Reverse().ToDictionary() };

        var (second, filesAgain) = BundleDraftWriter.Write(again, Now.AddDays(1));

        second.Version.ShouldBe(first.Version);
        second.Version.Value.ShouldMatch("^m-[0-9a-f]{12}$");
        filesAgain.Select(f => (f.Key, Convert.ToHexString(f.Value))).ShouldBe(files.Select(f => (f.Key, Convert.ToHexString(f.Value))));
        BundleFiles.ToJson(second with { Created = first.Created, By = first.By, Reason = first.Reason }).ShouldBe(BundleFiles.ToJson(first));
    }

    [Theory]
    [InlineData("tree")]
    [InlineData("calibration")]
    [InlineData("rule")]
    [InlineData("card")]
    [InlineData("evaluation")]
    public void Write_OneThingDiffers_GivesAnotherVersion(string what)
    {
        var draft = TestModels.Draft();
        var m = draft.Model;
        var other = what switch
        {
            "tree" => TestModels.Draft(shift: 1e-12),
            "calibration" => TestModels.Draft(model: new CancellationModel(m.Encoder, m.Ensemble, new Calibration(0.1, 1.1000000000000001), m.Rule)) is var same && same.Model.Calibration == m.Calibration
                ? TestModels.Draft(model: new CancellationModel(m.Encoder, m.Ensemble, new Calibration(0.1, 1.11), m.Rule))
                : same,
            "rule" => draft with { Model = new CancellationModel(m.Encoder, m.Ensemble, m.Calibration, m.Rule with { Threshold = 0.46 }) },
            "card" => draft with { ModelCard = "# Another\n" },
            _ => draft with { Evaluation = "{\"auc\":0.85}"u8.ToArray() },
        };

        BundleDraftWriter.Write(other, Now).Manifest.Version.ShouldNotBe(BundleDraftWriter.Write(draft, Now).Manifest.Version);
    }

    [Fact]
    public void Read_WhatWriteWrote_ScoresAndExplainsTheSameToTheLastBit()
    {
        var draft = TestModels.Draft();
        var bundle = Load(draft).Bundle!;

        foreach (var booking in TestModels.Bookings(300, seed: 3).Select(b => b with { Agent = b.SpecialRequests == 3 ? "never seen" : b.Agent }))
        {
            var at = new BookingAt(booking, booking.ArrivalDate);
            bundle.Model.Probability(at).ShouldBe(draft.Model.Probability(at));
            bundle.Model.Explain(at).Reasons.ShouldBe(draft.Model.Explain(at).Reasons);
            bundle.Model.Encoder.Unseen(booking).ShouldBe(draft.Model.Encoder.Unseen(booking));
        }
    }

    [Fact]
    public void Explain_ThroughTheBundle_AddsUpToTheScore()
    {
        // Without calibration the calibration term has nothing to hide.
        var bundle = Load(TestModels.Draft(model: TestModels.Model(0.2, Calibration.None))).Bundle!;

        foreach (var booking in TestModels.Bookings(200, seed: 5))
        {
            var at = new BookingAt(booking, booking.BookedOn);
            var why = bundle.Model.Explain(at);
            why.CalibrationTerm.ShouldBe(0, 1e-12);
            (why.Baseline + why.Reasons.Sum(r => r.Contribution)).ShouldBe(CancellationModel.LogOdds(bundle.Model.Probability(at)), 1e-9);
        }
    }

    [Fact]
    public void Write_KnownRows_HoldNothingOfAPerson()
    {
        var (_, files) = BundleDraftWriter.Write(TestModels.Draft(), Now);

        var text = Encoding.UTF8.GetString(files[BundleFiles.KnownRows]);

        text.ShouldNotContain("guest-");
        text.ShouldNotContain("\"b-");
        text.ShouldNotContain("PRT");
        text.ShouldContain("known-1");
    }

    [Fact]
    public void Write_Encoder_ListsCategoriesInOrdinalOrder()
    {
        // A frozen dictionary has an order of its own, which is not promised to be the same in another process.
        var (_, files) = BundleDraftWriter.Write(TestModels.Draft(), Now);

        using var encoder = JsonDocument.Parse(files[BundleFiles.Encoder]);
        var lists = encoder.RootElement.GetProperty("features").EnumerateArray().Where(f => f.TryGetProperty("values", out _))
            .Select(f => f.GetProperty("values").EnumerateObject().Select(v => v.Name).ToList()).ToList();

        lists.Max(l => l.Count).ShouldBeGreaterThan(3);
        lists.ShouldAllBe(l => l.SequenceEqual(l.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(BundleFiles.Encoder, "\"adr\"", "\"shoeSize\"", "'shoeSize' does not exist")]
    [InlineData(BundleFiles.Encoder, "\"adr\"", "\"assignedRoomType\"", "'assignedRoomType' is refused")]
    [InlineData(BundleFiles.Encoder, "\"encoding\": \"rate\"", "\"encoding\": \"target\"", "'encoder.json' cannot be used")]
    [InlineData(BundleFiles.Encoder, "\"features\"", "\"extra\": 1, \"features\"", "'encoder.json' cannot be used")]
    [InlineData(BundleFiles.Calibration, "\"slope\": 1.1", "\"slope\": -1.1", "is not increasing")]
    [InlineData(BundleFiles.Calibration, "\"slope\": 1.1", "\"slope\": 1.1, \"slope\": 1.1", "'calibration.json' cannot be used")]
    [InlineData(BundleFiles.Calibration, "\"intercept\": 0.1", "\"intercept\": 0.1000001", "known row 1 of 16 gives")]
    [InlineData(BundleFiles.Calibration, "\"threshold\": 0.45", "\"threshold\": 45", "outside 0 to 1")]
    [InlineData(BundleFiles.KnownRows, "\"bookedOn\"", "\"bookedUntil\"", "'known-rows.json' cannot be used")]
    public void Read_AFileThatDoesNotFit_IsRefusedByName(string file, string from, string to, string expected)
    {
        var (manifest, files) = BundleDraftWriter.Write(TestModels.Draft(), Now);
        var text = Encoding.UTF8.GetString(files[file]);
        text.ShouldContain(from);
        files[file] = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));

        var load = BundleReader.Read(manifest, files);

        load.Bundle.ShouldBeNull();
        load.Refusal!.ShouldContain(expected);
        load.Refusal!.ShouldStartWith(manifest.Version.Value);
    }

    [Fact]
    public void Read_WithoutKnownRowsOrAFile_IsRefused()
    {
        var (manifest, files) = BundleDraftWriter.Write(TestModels.Draft(), Now);

        files[BundleFiles.KnownRows] = "[]"u8.ToArray();
        BundleReader.Read(manifest, files).Refusal!.ShouldContain("no row to check");
        files[BundleFiles.KnownRows] = "null"u8.ToArray();
        BundleReader.Read(manifest, files).Refusal!.ShouldContain("'known-rows.json' cannot be used");
        files.Remove(BundleFiles.KnownRows);
        BundleReader.Read(manifest, files).Refusal!.ShouldContain("'known-rows.json' is not among its files");
    }

    [Fact]
    public void ReadManifest_NewerSchema_IsRefusedWhateverElseItHolds()
    {
        var (manifest, refusal) = BundleReader.ReadManifest("{\"schema\": 3, \"shape\": {\"is\": [\"unknown\"]}}"u8.ToArray(), new ModelVersion("m-000000000000"));

        manifest.ShouldBeNull();
        refusal!.ShouldContain("has schema 3; this program reads up to 2");
    }

    [Fact]
    public void ReadManifest_AnyByteFlipped_NeverThrowsAndNeverTakesAnotherFile()
    {
        var (manifest, _) = BundleDraftWriter.Write(TestModels.Draft(), Now);
        var good = BundleFiles.ToJson(manifest);
        for (var i = 0; i < good.Length; i++)
        {
            var bytes = (byte[])good.Clone();
            bytes[i] ^= 1;
            var (read, refusal) = BundleReader.ReadManifest(bytes, manifest.Version);
            (read is null).ShouldBe(refusal is not null);
            read?.Artefacts.Select(a => (a.Name, a.Sha256)).ShouldBe(manifest.Artefacts.Select(a => (a.Name, a.Sha256)));
        }
    }

    [Fact]
    public void Write_DraftThatCouldNotBeLoaded_IsRefused()
    {
        var draft = TestModels.Draft();

        Should.Throw<ArgumentException>(() => BundleDraftWriter.Write(draft with { KnownRows = [] }, Now)).Message.ShouldContain("no row to check");
        Should.Throw<ArgumentException>(() => BundleDraftWriter.Write(draft with { KnownRows = TestModels.KnownRows(TestModels.Model(5)) }, Now)).Message.ShouldContain("known row 1");
        Should.Throw<ArgumentException>(() => BundleDraftWriter.Write(draft with { Metrics = new Dictionary<string, double> { ["auc"] = double.NaN } }, Now)).Message.ShouldContain("'auc'");
        Should.Throw<ArgumentException>(() => BundleDraftWriter.Write(draft with { Evaluation = "no"u8.ToArray() }, Now)).Message.ShouldContain("not JSON");
        Should.Throw<ArgumentException>(() => BundleDraftWriter.Write(draft with { By = " " }, Now));
    }

    [Fact]
    public void ReadManifest_WhatWasWritten_GivesItBack()
    {
        var (manifest, _) = BundleDraftWriter.Write(TestModels.Draft(parent: new ModelVersion("m-0123456789ab")), Now);

        var (read, _) = BundleReader.ReadManifest(BundleFiles.ToJson(manifest), manifest.Version);

        read!.Created.ShouldBe(Now);
        read.Parent.ShouldBe(new ModelVersion("m-0123456789ab"));
        read.Data.ShouldBe(TestModels.Data());
        read.Metrics["auc"].ShouldBe(0.84);
        read.Settings["trees"].GetInt32().ShouldBe(3);
        read.Features.ShouldBe(FeatureCatalog.Default.Select(f => f.Name));
    }

    private static BundleLoad Load(BundleDraft draft)
    {
        var (manifest, files) = BundleDraftWriter.Write(draft, Now);
        return BundleReader.Read(manifest, files);
    }
}
