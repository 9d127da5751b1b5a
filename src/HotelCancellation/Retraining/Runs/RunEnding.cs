using HotelCancellation.Retraining.Workflows;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.Retraining.Runs;

/// <summary>The one place where runs end, whoever ends them: in the row, in the metrics, in the log. The first end stays.</summary>
internal sealed partial class RunEnding(TableRuns runs, RetrainingMetrics metrics, TimeProvider time, ILogger<RunEnding> logger)
{
    /// <summary>Ends a run, unless it is over.</summary>
    public async Task EndAsync(string id, WorkflowResult result, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isOurs = false;
        var run = await runs.ChangeAsync(
            id,
            r => (isOurs = !r.IsEnded)
                ? r with { Status = RunStatus.Ended, Outcome = result.Outcome, Statement = result.Statement, ModelVersion = result.ModelVersion ?? r.ModelVersion, EndedAt = now, Updated = now, WakeAt = null }
                : null,
            cancellationToken);
        if (isOurs && run is not null)
        {
            metrics.Ended(run);
            Log.Ended(logger, id, result.Outcome, result.Statement);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {Run} ended: {Outcome}. {Statement}")]
        public static partial void Ended(ILogger logger, string run, RunOutcome outcome, string statement);
    }
}
