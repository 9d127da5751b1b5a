using System.Text;
using System.Text.Json;
using HotelCancellation.Bookings.Events;
using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Calibrations;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Retraining;

public sealed class CalibrationRefreshTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly CalibrationRequest Request = new() { By = "tester", Reason = "a test" };
    private readonly Dictionary<string, string?> _settings = new(azurite.Settings()) { ["Training:MinimumRows"] = "100" };

    [Fact]
    public async Task Run_AModelThatSaysTooLittle_IsAChildWithTheSameTreesThatSaysMore()
    {
        await using var stage = new TestStage(_settings);
        var parent = await RegisterAsync(stage, -2.5);

        var outcome = await stage.Get<CalibrationRefresh>().RunAsync(AsOfModels.Histories, Request, null, default);

        outcome.Refusal.ShouldBeNull();
        var (manifest, findings) = (outcome.Manifest!, outcome.Findings!);
        (manifest.Parent, manifest.Reason, manifest.By).ShouldBe((parent.Version, "a test", "tester"));
        manifest.Version.ShouldNotBe(parent.Version);
        foreach (var same in (string[])["ensemble.bin", "encoder.json"])
        {
            (await stage.Registry.ReadArtefactAsync(manifest.Version, same, default)).ShouldBe(await stage.Registry.ReadArtefactAsync(parent.Version, same, default), same);
        }

        findings.From.ShouldBe(AsOfModels.Cut);
        findings.Before.From.ShouldBeGreaterThanOrEqualTo(AsOfModels.Cut, "no arrival that was learned from is asked about");
        findings.Before.To.ShouldBeLessThan(findings.MaturedBefore);
        findings.Before.Overall.N.ShouldBeGreaterThan(300);
        findings.Common.Intercept.ShouldBeGreaterThan(-0.6);
        findings.After.Overall.Brier.ShouldBeLessThan(findings.Before.Overall.Brier);
        Math.Abs(findings.After.Overall.MeanP - findings.After.Overall.Base).ShouldBeLessThan(Math.Abs(findings.Before.Overall.MeanP - findings.Before.Overall.Base) / 2);
        findings.ByProperty.Count.ShouldBe(2);
        manifest.Metrics["brier"].ShouldBe(findings.After.Overall.Brier);

        var child = (await stage.Registry.LoadAsync(manifest.Version, default)).Bundle!;
        child.Model.Calibration.ShouldBe(findings.Common);
        child.Model.CalibrationByProperty.ShouldBe(findings.ByProperty, ignoreOrder: true);
        using var evaluation = JsonDocument.Parse((await stage.Registry.ReadArtefactAsync(manifest.Version, "evaluation.json", default))!);
        evaluation.RootElement.GetProperty("before").GetProperty("overall").GetProperty("brier").GetDouble().ShouldBe(findings.Before.Overall.Brier);
        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version.ShouldBe(parent.Version, "nobody asked to promote");
    }

    [Fact]
    public async Task Run_FromStoredEvents_IsTheVersionOfTheHistoriesAndMayBePromoted()
    {
        await using var stage = new TestStage(_settings);
        await RegisterAsync(stage, 0.7);
        await stage.AddFinishedAsync(AsOfModels.Events.Take(3000));
        await stage.CompactAsync();
        await stage.AddFinishedAsync(AsOfModels.Events.Skip(3000));
        var refresh = stage.Get<CalibrationRefresh>();

        var stored = await refresh.RunAsync(Request with { Promote = true }, null, default);
        var given = await refresh.RunAsync(AsOfModels.Histories, Request with { Model = stored.Findings!.Parent.Value, By = "another" }, null, default);

        stored.Promotion!.Succeeded.ShouldBeTrue();
        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version.ShouldBe(stored.Manifest!.Version);
        given.Manifest!.Version.ShouldBe(stored.Manifest.Version);
        given.Promotion.ShouldBeNull();
    }

    [Fact]
    public async Task Run_OfAChild_StillAsksAboutAllThatItsTreesHaveNotSeen()
    {
        await using var stage = new TestStage(_settings);
        await RegisterAsync(stage, -0.9);
        var refresh = stage.Get<CalibrationRefresh>();
        var first = await refresh.RunAsync(AsOfModels.Histories, Request with { Promote = true }, null, default);

        var second = await refresh.RunAsync(AsOfModels.Histories, Request, null, default);

        second.Manifest!.Parent.ShouldBe(first.Manifest!.Version);
        second.Findings!.Common.ShouldBe(first.Findings!.Common);
        second.Findings.Before.Overall.N.ShouldBe(first.Findings.Before.Overall.N);
        var card = Encoding.UTF8.GetString((await stage.Registry.ReadArtefactAsync(second.Manifest.Version, "model-card.md", default))!);
        card.Split("## Calibration refreshed").Length.ShouldBe(2, "the section of the first refresh gives way");
        card.ShouldContain($"The trees are those of {first.Manifest.Version}");
    }

    [Fact]
    public async Task Run_TooFewArrivalsSince_IsRefusedAndNothingIsRegistered()
    {
        await using var stage = new TestStage(_settings);
        var parent = await RegisterAsync(stage, 0);
        var soon = AsOfModels.HistoriesOf(AsOfModels.Events.Where(e => e.StatusDate < AsOfModels.Cut.AddDays(4)));

        var outcome = await stage.Get<CalibrationRefresh>().RunAsync(soon, Request, null, default);
        var nothing = await stage.Get<CalibrationRefresh>().RunAsync(Array.Empty<BookingHistory>(), Request, null, default);

        outcome.Refusal!.ShouldContain($"{parent.Version} learned what was known before 2024-10-01");
        outcome.Refusal!.ShouldContain("At least 100");
        nothing.Refusal!.ShouldContain("0 have matured");
        (await stage.Registry.ListAsync(default).ToListAsync()).ShouldHaveSingleItem().Version.ShouldBe(parent.Version);
    }

    [Fact]
    public async Task Run_AModelThatIsNotThereOrDoesNotSayWhatItLearned_IsRefused()
    {
        await using var stage = new TestStage(_settings);
        var refresh = stage.Get<CalibrationRefresh>();

        (await refresh.RunAsync(AsOfModels.Histories, Request, null, default)).Refusal!.ShouldContain("There is no champion yet");
        (await refresh.RunAsync(AsOfModels.Histories, Request with { Model = "m-000000000000" }, null, default)).Refusal!.ShouldContain("m-000000000000");
        var old = await stage.Registry.RegisterAsync(TestModels.Draft(), default);
        (await refresh.RunAsync(AsOfModels.Histories, Request with { Model = old.Version.Value }, null, default)).Refusal!.ShouldContain("does not say until when it learned");
    }

    private static async Task<ModelManifest> RegisterAsync(TestStage stage, double intercept)
    {
        var model = AsOfModels.Model.With(new Calibration(intercept, 1), [], AsOfModels.Model.Rule);
        var manifest = await stage.Registry.RegisterAsync(AsOfModels.Draft(model), default);
        (await stage.Registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, "test", "test", default)).Succeeded.ShouldBeTrue();
        return manifest;
    }
}
