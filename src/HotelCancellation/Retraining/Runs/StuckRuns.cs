using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Runs;

/// <summary>
/// Finds the runs that nothing moves. A run that is under way says so while it lasts; one that is not heard of has lost its process, or its process cannot reach storage. One that
/// waits is stuck where nobody takes it up, though its time has come and no other run is in its place.
/// </summary>
internal sealed partial class StuckRuns(RetrainingMetrics metrics, TimeProvider time, IOptions<RetrainingOptions> options, ILogger<StuckRuns> logger)
{
    /// <summary>Says, in the metrics and in the log, which of the runs that have not ended are stuck.</summary>
    public void Report(IReadOnlyCollection<RunRecord> open)
    {
        var silent = time.GetUtcNow().AddMinutes(-options.Value.StuckMinutes);
        var stuck = open.Where(r => IsStuck(r, open, silent)).ToList();
        metrics.Seen([.. open.Select(r => r.Kind)], stuck.Count);
        foreach (var run in stuck)
        {
            Log.Stuck(logger, run.Id, run.Status, run.Step ?? "none", run.Updated);
        }
    }

    private static bool IsStuck(RunRecord run, IReadOnlyCollection<RunRecord> open, DateTimeOffset silent) => run.Status switch
    {
        RunStatus.Running => run.Updated < silent,
        RunStatus.Suspended => run.WakeAt < silent,
        RunStatus.Waiting => run.Updated < silent && !open.Any(o => o.Kind == run.Kind && o.Group == run.Group && o.Status is RunStatus.Running or RunStatus.Suspended),
        _ => false,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Run {Run} is stuck: it is {Status}, and nothing was heard of it since {Updated:u}. Its step is {Step}.")]
        public static partial void Stuck(ILogger logger, string run, RunStatus status, string step, DateTimeOffset updated);
    }
}
