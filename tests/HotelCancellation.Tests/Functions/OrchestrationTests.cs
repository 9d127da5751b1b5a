using System.Text.RegularExpressions;
using HotelCancellation.Functions.Triggers;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;
using HotelCancellation.Retraining.Workflows;
using Microsoft.DurableTask;

namespace HotelCancellation.Tests.Functions;

/// <summary>The workflows as durable orchestrations: what they ask for depends on their history alone.</summary>
public sealed partial class OrchestrationTests
{
    private static readonly RetrainingInput Retraining = new() { WorkflowVersion = RetrainingWorkflow.Version, AsOf = new DateOnly(2026, 5, 1), By = "tester", Reason = "a test", Group = "all", Trials = 1 };

    private static readonly RolloutInput Rollout = new()
    {
        WorkflowVersion = RolloutWorkflow.Version,
        Challenger = "m-000000000002",
        Champion = "m-000000000001",
        ChampionTag = "t",
        Passed = true,
        Verdict = "It is better.",
        RequireApproval = true,
        ApprovalHours = 72,
        ApprovedBySilence = false,
        WatchMinutes = 10,
        WatchEveryMinutes = 5,
    };

    public static TheoryData<string> Histories => ["staged", "rejected", "data", "cancelled", "failed", "promoted", "silence", "rolled back", "aborted", "overridden", "superseded"];

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task Orchestration_ReplayedFromEveryPointOfItsHistory_AsksForTheSame(string name)
    {
        var (input, run, history, outcome) = Case(name);
        var whole = new RecordedOrchestration("run-1", WorkflowJson.Write(input), history);
        var result = WorkflowJson.Read<WorkflowResult>(await run(whole));
        result.Outcome.ShouldBe(outcome, result.Statement);

        for (var known = 0; known < history.Length; known++)
        {
            var part = new RecordedOrchestration("run-1", WorkflowJson.Write(input), history[..known]);

            run(part).IsCompleted.ShouldBeFalse($"after {known} answers it waits for the next");
            part.Asked.ShouldBe(whole.Asked.Take(part.Asked.Count));
            part.Asked.Count.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Orchestration_BegunWithAnotherVersion_EndsWithoutAStep()
    {
        var context = new RecordedOrchestration("run-1", WorkflowJson.Write(Retraining with { WorkflowVersion = 99 }), []);

        (await WorkflowTriggers.RetrainAsync(context)).ShouldBe("refused");

        context.Asked.ShouldBeEmpty();
    }

    [Fact]
    public void Workflows_Sources_UseNoClockNoChanceNoInputOrOutputAndNoOtherTasks()
    {
        var files = Directory.GetFiles(Repository.PathOf("src/HotelCancellation/Retraining/Workflows"), "*.cs").Append(Repository.PathOf("src/HotelCancellation.Functions/Workflows/DurableWorkflowContext.cs")).ToList();

        files.Count.ShouldBeGreaterThan(5);
        foreach (var file in files)
        {
            Forbidden().Matches(File.ReadAllText(file)).Select(m => m.Value).ShouldBeEmpty(Path.GetFileName(file));
        }

        Forbidden().Matches("await Task.Delay(1); Guid.NewGuid(); var r = new Random(); DateTime.UtcNow; File.ReadAllText(x); task.ConfigureAwait(false)").Count.ShouldBe(6, "the scan finds what it is to find");
    }

    private static (object Input, Func<TaskOrchestrationContext, Task<string>> Run, Recorded[] History, RunOutcome Outcome) Case(string name)
    {
        var data = Done(new ExtractedData("f1", null, 1000, 2000));
        var valid = Done(new ValidatedData(null, 0, "v.json"));
        var features = Done(new PreparedFeatures(null, 2, "f.json", [TrialSettings.InForce, new TrialSettings(Leaves: 31)]));
        var tries = new[] { Done(new TrialResult(0.5, 0, 0, "t0.json", null)), Done(new TrialResult(0.48, 0.02, 0.005, "t1.json", null)) };
        var judged = new[] { Done(new TrainedModel("m-000000000002", null)), Done(new EvaluatedModels("q.json", 900, "m-000000000001", "t", null)) };
        var end = (RunOutcome outcome) => Done(new WorkflowResult(outcome, "the end"));
        var promoted = Done(new PromotedModel(true, "It was made the champion."));
        var fine = Done(new WatchFindings(null, 300, 0, 12));
        var approve = Said(RolloutWordKind.Approve);
        var time = new Recorded(null);
        return name switch
        {
            "staged" => Retrain([data, valid, features, .. tries, .. judged, Done(new ComparedModels(true, "better", "b")), Done(new StagedModel("rollout-run-1")), end(RunOutcome.Staged)], RunOutcome.Staged),
            "rejected" => Retrain([data, valid, features, .. tries, .. judged, Done(new ComparedModels(false, "worse", "b")), Done(new StagedModel(null)), end(RunOutcome.Rejected)], RunOutcome.Rejected),
            "data" => Retrain([data, Done(new ValidatedData("All rows were rejected.", 9, "v.json")), end(RunOutcome.Rejected)], RunOutcome.Rejected),
            "cancelled" => Retrain([data, new Recorded(WorkflowJson.Write(new StepAnswer(null, "somebody", "why not"))), end(RunOutcome.Cancelled)], RunOutcome.Cancelled),
            "failed" => Retrain([data, valid, new Recorded(null, "the disk is full"), end(RunOutcome.Failed)], RunOutcome.Failed),
            "promoted" => RollOut(Rollout, [approve, promoted, time, fine, time, fine, end(RunOutcome.Promoted)], RunOutcome.Promoted),
            "silence" => RollOut(Rollout, [time, end(RunOutcome.Declined)], RunOutcome.Declined),
            "rolled back" => RollOut(Rollout with { RequireApproval = false }, [promoted, time, Done(new WatchFindings("5 of 300 requests failed.", 300, 0.02, 12)), Done(new RolledBackModel(true, "back")), end(RunOutcome.RolledBack)], RunOutcome.RolledBack),
            "aborted" => RollOut(Rollout, [approve, promoted, time, fine, Said(RolloutWordKind.Abort), Done(new RolledBackModel(true, "back")), end(RunOutcome.RolledBack)], RunOutcome.RolledBack),
            "overridden" => RollOut(Rollout with { Passed = false }, [approve, Said(RolloutWordKind.Override), promoted, time, fine, time, fine, end(RunOutcome.Promoted)], RunOutcome.Promoted),
            _ => RollOut(Rollout, [approve, Done(new PromotedModel(false, "Somebody has moved it.")), end(RunOutcome.Superseded)], RunOutcome.Superseded),
        };
    }

    private static (object, Func<TaskOrchestrationContext, Task<string>>, Recorded[], RunOutcome) Retrain(Recorded[] history, RunOutcome outcome) => (Retraining, WorkflowTriggers.RetrainAsync, history, outcome);

    private static (object, Func<TaskOrchestrationContext, Task<string>>, Recorded[], RunOutcome) RollOut(RolloutInput input, Recorded[] history, RunOutcome outcome) =>
        (input, WorkflowTriggers.RollOutAsync, history, outcome);

    private static Recorded Done<T>(T result) => new(WorkflowJson.Write(new StepAnswer(WorkflowJson.Write(result))));

    private static Recorded Said(RolloutWordKind kind) => new(WorkflowJson.Write(new RolloutWord(kind, "somebody", "a note")));

    [GeneratedRegex(
        @"\bDateTime(?:Offset)?\.(?:Utc)?(?:Now|Today)\b|\bTimeProvider\b|\bStopwatch\b|\bGuid\.\w+|\bnew Random\b|\bRandom\.\w+|\bTask\.(?:Run|Delay|Factory|Yield)\b|\bThread\b|\bParallel\.|\bConfigureAwait\b|\bEnvironment\.|\bFile\.|\bHttpClient\b|\bCancelAsync\b|\bIOptions\b",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Forbidden();
}
