using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Calibrations;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.IntegrationTests.Retraining;

public sealed class CalibrationJobTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly Dictionary<string, string?> _settings = new(azurite.Settings())
    {
        ["Training:MinimumRows"] = "100",
        ["Gate:MinRows"] = "100",
        ["Rollout:WatchMinutes"] = "0",
    };

    [Fact]
    public async Task Run_ChampionSaysTooLittle_ItsChildPassesTheGateAndIsRolledOut()
    {
        await using var stage = new TestStage(_settings);
        var parent = await ChampionAsync(stage, -2.5);

        var record = await stage.Get<CalibrationJob>().RunAsync(default);

        record.Result.ShouldBe(CalibrationResult.Staged, record.Statement);
        (record.Parent, record.Rollout).ShouldBe((parent.Value, "rollout-calibration-20260501"));
        var child = new ModelVersion(record.Version!);
        (await stage.Registry.FindAsync(child, default))!.Parent.ShouldBe(parent);
        (await stage.Registry.VerdictsAsync(child, default)).ShouldHaveSingleItem().ShouldContain("calibration-20260501");
        (await stage.Registry.GetAliasAsync(ModelAlias.Challenger, default))!.Version.ShouldBe(child);
        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version.ShouldBe(parent, "the rollout moves it, and nothing else");

        (await stage.Get<CalibrationJob>().RunAsync(default)).Result.ShouldBe(CalibrationResult.NotDue);
        (await stage.Get<JournalEngine>().RunAsync(record.Rollout!, default)).ShouldBe(PassResult.Ended);

        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version.ShouldBe(child);
    }

    [Fact]
    public async Task Run_ApprovalIsNeeded_TheRolloutWaitsForIt()
    {
        await using var stage = new TestStage(new Dictionary<string, string?>(_settings) { ["Rollout:RequireApproval"] = "true" });
        var parent = await ChampionAsync(stage, -2.5);

        var record = await stage.Get<CalibrationJob>().RunAsync(default);

        (await stage.Get<JournalEngine>().RunAsync(record.Rollout!, default)).ShouldBe(PassResult.Suspended);
        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version.ShouldBe(parent);
        stage.Time.Advance(TimeSpan.FromDays(2));
        (await stage.Get<CalibrationJob>().RunAsync(default)).Result.ShouldBe(CalibrationResult.NotDue);
    }

    [Fact]
    public async Task Run_ChampionIsWellCalibrated_ItStaysAndTheNextLookIsAWeekLater()
    {
        await using var stage = new TestStage(_settings);
        var parent = await ChampionAsync(stage, -2.5);
        var well = new ModelVersion((await stage.Get<CalibrationJob>().RunAsync(default)).Version!);
        await stage.Get<JournalEngine>().RunAsync("rollout-calibration-20260501", default);
        stage.Time.Advance(TimeSpan.FromDays(6));
        (await stage.Get<CalibrationJob>().RunAsync(default)).Result.ShouldBe(CalibrationResult.NotDue);
        stage.Time.Advance(TimeSpan.FromDays(1));

        var record = await stage.Get<CalibrationJob>().RunAsync(default);

        (record.Result, record.Parent, record.Rollout).ShouldBe((CalibrationResult.Refused, well.Value, null), record.Statement);
        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version.ShouldBe(well);
        parent.ShouldNotBe(well);
    }

    [Fact]
    public async Task Run_TrainingUnderWay_IsPutOff()
    {
        await using var stage = new TestStage(_settings);
        await ChampionAsync(stage, -2.5);
        await stage.Get<RetrainingRuns>().BeginAsync("t", "t", "r-1", null, default);

        var record = await stage.Get<CalibrationJob>().RunAsync(default);
        await stage.Get<TableRuns>().ChangeAsync("r-1", r => r with { Status = RunStatus.Ended, EndedAt = stage.Time.GetUtcNow() }, default);

        (record.Result, record.Statement).ShouldBe((CalibrationResult.Busy, "r-1 is under way."));
        (await stage.Get<CalibrationJob>().RunAsync(default)).Result.ShouldBe(CalibrationResult.Staged, "it was put off, and not left out");
    }

    [Fact]
    public async Task Run_NoChampionOrNothingSince_SaysWhy()
    {
        await using var stage = new TestStage(_settings);

        var record = await stage.Get<CalibrationJob>().RunAsync(default);

        (record.Result, record.Version).ShouldBe((CalibrationResult.Nothing, null));
        record.Statement.ShouldContain("There is no champion yet");
    }

    /// <summary>A model whose every log-odds are off by so much, and the events since its training, in storage.</summary>
    private static async Task<ModelVersion> ChampionAsync(TestStage stage, double intercept)
    {
        var model = AsOfModels.Model.With(new Calibration(intercept, 1), [], AsOfModels.Model.Rule);
        var manifest = await stage.Registry.RegisterAsync(AsOfModels.Draft(model), default);
        (await stage.Registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, "test", "test", default)).Succeeded.ShouldBeTrue();
        await stage.AddFinishedAsync(AsOfModels.Events);
        await stage.CompactAsync();
        return manifest.Version;
    }
}
