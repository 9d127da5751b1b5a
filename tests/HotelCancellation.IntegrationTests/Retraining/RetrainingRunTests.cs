using Azure.Storage.Blobs.Specialized;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Retraining;

public sealed class RetrainingRunTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly Dictionary<string, string?> _settings = new(RetrainingStage.Settings(azurite)) { ["Rollout:WatchMinutes"] = "10", ["Rollout:WatchEveryMinutes"] = "5" };

    [Fact]
    public async Task Run_OfAFirstModel_IsStagedPromotedAndWatched()
    {
        await using var stage = new TestStage(_settings);
        await stage.AddBeforeAsync(0);
        var (runs, engine) = (stage.Get<RetrainingRuns>(), stage.Get<JournalEngine>());

        var begun = await runs.BeginAsync("tester", "a test", null, null, default);
        (await engine.RunAsync(begun.Run!.Id, default)).ShouldBe(PassResult.Ended);

        var run = (await runs.FindAsync(begun.Run.Id, default))!;
        run.Outcome.ShouldBe(RunOutcome.Staged, run.Statement);
        (await runs.StepsAsync(run.Id, default)).Select(s => s.Name)
            .ShouldBe(["extract", "validate", "features", "try", "try", "train", "evaluate", "compare", "stage", "end"]);
        (await stage.Registry.GetAliasAsync(ModelAlias.Challenger, default))!.Version.Value.ShouldBe(run.ModelVersion);
        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default)).ShouldBeNull("a rollout lets it in, and has not begun");
        var verdict = GateVerdict.FromJson((await stage.Registry.ReadArtefactAsync(new ModelVersion(run.ModelVersion!), $"verdict-{run.Id}.json", default))!);
        (verdict.Outcome, verdict.Challenger.Value, verdict.Champion).ShouldBe((GateOutcome.Promote, run.ModelVersion!, null));

        var rollout = StageStep.RolloutOf(run.Id);
        (await engine.RunAsync(rollout, default)).ShouldBe(PassResult.Suspended);
        (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default))!.Version.Value.ShouldBe(run.ModelVersion);
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        (await engine.RunAsync(rollout, default)).ShouldBe(PassResult.Suspended, "half of the time is over");
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        (await engine.RunAsync(rollout, default)).ShouldBe(PassResult.Ended);
        (await stage.Get<Rollouts>().FindAsync(rollout, default))!.Outcome.ShouldBe(RunOutcome.Promoted);
    }

    [Fact]
    public async Task Run_OnTheChampionsOwnData_IsRejected()
    {
        await using var stage = new TestStage(_settings);
        await stage.AddBeforeAsync(200);
        var first = await RunAsync(stage);
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, new ModelVersion(first.ModelVersion!), null, "tester", "a test", default);

        var second = await RunAsync(stage);

        second.Outcome.ShouldBe(RunOutcome.Rejected);
        second.ModelVersion.ShouldBe(first.ModelVersion, "the same data and settings are the same version");
        second.Statement!.ShouldContain("is the champion already");
    }

    [Fact]
    public async Task Run_WithoutBookings_IsRejectedWithTheReason()
    {
        await using var stage = new TestStage(_settings);

        var run = await RunAsync(stage);

        (run.Outcome, run.ModelVersion).ShouldBe((RunOutcome.Rejected, null));
        run.Statement!.ShouldContain("No booking event speaks of a day before 2026-05-01");
    }

    [Fact]
    public async Task Begin_WhileOneIsUnderWay_JoinsOrIsRefused()
    {
        await using var stage = new TestStage(_settings);
        var first = await stage.Get<RetrainingRuns>().BeginAsync("tester", "one", null, null, default);

        var joined = await stage.Get<RetrainingRuns>().BeginAsync("tester", "two", null, null, default);

        (joined.IsNew, joined.Run!.Id).ShouldBe((false, first.Run!.Id));
        _settings["Retraining:WhileRunning"] = "Refuse";
        await using var other = new TestStage(_settings);
        var refused = await other.Get<RetrainingRuns>().BeginAsync("tester", "three", null, null, default);
        refused.Run.ShouldBeNull();
        refused.Refusal!.ShouldContain(first.Run.Id);
        (await other.Get<RetrainingRuns>().ListAsync(default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Cancel_BeforeAStep_EndsTheRunThere()
    {
        await using var stage = new TestStage(_settings);
        await stage.AddBeforeAsync(350);
        var runs = stage.Get<RetrainingRuns>();
        var begun = await runs.BeginAsync("tester", "a test", null, null, default);
        await runs.CancelAsync(begun.Run!.Id, "somebody", "it was a mistake", default);

        await stage.Get<JournalEngine>().RunAsync(begun.Run.Id, default);

        var run = (await runs.FindAsync(begun.Run.Id, default))!;
        (run.Outcome, run.Statement).ShouldBe((RunOutcome.Cancelled, "Ended by somebody: it was a mistake"));
        (await runs.StepsAsync(run.Id, default)).Select(s => s.Name).ShouldBe(["extract", "end"]);
        (await stage.Storage.Container("datasets").ExistsAsync()).Value.ShouldBeFalse("nothing was extracted");
        (await runs.BeginAsync("tester", "the next", null, null, default)).IsNew.ShouldBeTrue("its place is free");
    }

    [Fact]
    public async Task Run_BegunByAnotherVersionOfTheWorkflow_IsRefusedAndLeavesItsPlace()
    {
        await using var stage = new TestStage(_settings);
        var runs = stage.Get<RetrainingRuns>();
        var begun = await runs.BeginAsync("tester", "a test", null, null, default);
        await stage.Get<TableRuns>().ChangeAsync(begun.Run!.Id, r => r with { WorkflowVersion = 99 }, default);

        (await stage.Get<JournalEngine>().RunAsync(begun.Run.Id, default)).ShouldBe(PassResult.Ended);

        var run = (await runs.FindAsync(begun.Run.Id, default))!;
        run.Outcome.ShouldBe(RunOutcome.Refused);
        run.Statement!.ShouldContain("version 99 of the workflow");
        (await runs.BeginAsync("tester", "the next", null, null, default)).IsNew.ShouldBeTrue();
    }

    [Fact]
    public async Task Run_WhoseJournalIsOfAnotherOrderOfSteps_IsRefused()
    {
        await using var stage = new TestStage(_settings);
        var runs = stage.Get<RetrainingRuns>();
        var begun = await runs.BeginAsync("tester", "a test", null, null, default);
        await stage.Get<TableJournal>().TryBeginAsync(begun.Run!.Id, new JournalEntry { Position = 1, Name = "another", Input = "{}", Attempts = 1 }, default);

        await stage.Get<JournalEngine>().RunAsync(begun.Run.Id, default);

        var run = (await runs.FindAsync(begun.Run.Id, default))!;
        run.Outcome.ShouldBe(RunOutcome.Refused);
        run.Statement!.ShouldContain("'another'");
    }

    [Fact]
    public async Task Run_OfAStepThatFailsTimeAndAgain_Fails()
    {
        _settings["Retraining:MaxAttempts"] = "3";
        await using var stage = new TestStage(_settings);
        await stage.AddBeforeAsync(350);
        var runs = stage.Get<RetrainingRuns>();
        var begun = await runs.BeginAsync("tester", "a test", null, null, default);

        // Something else stands where the report of the validation is written to.
        await stage.Storage.Container("reports").CreateIfNotExistsAsync();
        await stage.Storage.Container("reports").GetBlobClient($"retraining/{begun.Run!.Id}/validation.json").UploadAsync(BinaryData.FromString("x"));
        await stage.Storage.Container("reports").GetBlobClient($"retraining/{begun.Run.Id}/validation.json").GetBlobLeaseClient().AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration);
        await stage.Get<JournalEngine>().RunAsync(begun.Run.Id, default);

        var run = (await runs.FindAsync(begun.Run.Id, default))!;
        run.Outcome.ShouldBe(RunOutcome.Failed, run.Statement);
        run.Statement!.ShouldStartWith("validate: ");
        (await runs.StepsAsync(run.Id, default)).Single(s => s.Name == "validate").Attempts.ShouldBe(4, "three were made, and the fourth is the one too many");
    }

    private static async Task<RunRecord> RunAsync(TestStage stage)
    {
        var runs = stage.Get<RetrainingRuns>();
        var begun = await runs.BeginAsync("tester", "a test", null, null, default);
        (await stage.Get<JournalEngine>().RunAsync(begun.Run!.Id, default)).ShouldBe(PassResult.Ended);
        return (await runs.FindAsync(begun.Run.Id, default))!;
    }
}
