using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.IntegrationTests.Retraining;

/// <summary>A rollout as a run of run <c>r1</c> would begin it: of a challenger that has passed, with nobody's word needed.</summary>
internal static class TestRollout
{
    public const string Id = "rollout-r1";

    public static RunRecord Of(string challenger, string championTag, DateTimeOffset now, Func<RolloutInput, RolloutInput> change) => new()
    {
        Id = Id,
        Kind = RunKind.Rollout,
        WorkflowVersion = RolloutWorkflow.Version,
        Group = "all",
        Created = now,
        Updated = now,
        By = "run r1",
        Reason = "a test",
        Input = WorkflowJson.Write(change(new RolloutInput
        {
            WorkflowVersion = RolloutWorkflow.Version,
            Challenger = challenger,
            ChampionTag = championTag,
            Passed = true,
            Verdict = "It is better.",
            RequireApproval = false,
            ApprovalHours = 1,
            ApprovedBySilence = false,
            WatchMinutes = 10,
            WatchEveryMinutes = 10,
        })),
        Parent = "r1",
        ModelVersion = challenger,
    };
}
