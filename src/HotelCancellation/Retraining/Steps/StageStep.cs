using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Workflows;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>Gives a challenger that has passed its alias, and begins its rollout; one that was refused has a rollout that waits for an override. Older rollouts that wait give way.</summary>
internal sealed class StageStep(ModelRegistry registry, TableRuns runs, RunWords words, IOptions<RolloutOptions> options, TimeProvider time) : IStep<StageInput, StagedModel>
{
    public async Task<StagedModel> RunAsync(string runId, StageInput input, CancellationToken cancellationToken)
    {
        var rollout = options.Value;
        if (!input.Passed && rollout.OverrideHours == 0)
        {
            return new StagedModel(null);
        }

        if (input.Passed)
        {
            var move = await registry.MoveAliasAsync(ModelAlias.Challenger, new ModelVersion(input.Challenger), null, $"run {runId}", input.Statement, cancellationToken);
            if (!move.Succeeded)
            {
                throw new InvalidOperationException(move.Message);
            }
        }

        var id = RolloutOf(runId);
        foreach (var older in await runs.ListAsync(RunKind.Rollout, openOnly: true, cancellationToken))
        {
            if (older.Group == input.Group && older.Id != id)
            {
                await words.SayAsync(older.Id, RolloutWorkflow.Word, new RolloutWord(RolloutWordKind.Supersede, $"run {runId}", $"{input.Challenger} is a newer challenger."), $"superseded-{runId}", cancellationToken);
            }
        }

        var now = time.GetUtcNow();
        var begin = new RolloutInput
        {
            WorkflowVersion = RolloutWorkflow.Version,
            Challenger = input.Challenger,
            Champion = input.Champion,
            ChampionTag = input.ChampionTag,
            Passed = input.Passed,
            Verdict = input.Statement,
            RequireApproval = input.RequireApproval,
            ApprovalHours = input.Passed ? rollout.ApprovalHours : rollout.OverrideHours,
            ApprovedBySilence = rollout.ApprovedBySilence,
            WatchMinutes = rollout.WatchMinutes,
            WatchEveryMinutes = rollout.WatchEveryMinutes,
        };
        await runs.TryAddAsync(
            new RunRecord
            {
                Id = id,
                Kind = RunKind.Rollout,
                WorkflowVersion = RolloutWorkflow.Version,
                Group = input.Group,
                Created = now,
                Updated = now,
                By = $"run {runId}",
                Reason = input.Statement,
                Input = WorkflowJson.Write(begin),
                Parent = runId,
                ModelVersion = input.Challenger,
            },
            cancellationToken);
        return new StagedModel(id);
    }

    /// <summary>The rollout of a run: the same however often it is begun.</summary>
    internal static string RolloutOf(string runId) => $"rollout-{runId}";
}
