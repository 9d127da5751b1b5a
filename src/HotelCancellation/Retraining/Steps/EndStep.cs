using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Workflows;

namespace HotelCancellation.Retraining.Steps;

/// <summary>Writes down how a run ended. The first end stays.</summary>
internal sealed class EndStep(TableRuns runs, RetrainingMetrics metrics, TimeProvider time) : IStep<WorkflowResult, WorkflowResult>
{
    public async Task<WorkflowResult> RunAsync(string runId, WorkflowResult input, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = await runs.ChangeAsync(
            runId,
            r => r.IsEnded ? null : r with { Status = RunStatus.Ended, Outcome = input.Outcome, Statement = input.Statement, ModelVersion = input.ModelVersion ?? r.ModelVersion, EndedAt = now, Updated = now, WakeAt = null },
            cancellationToken);
        if (ended is { } run && run.EndedAt == now)
        {
            metrics.Ended(run);
        }

        return input;
    }
}
