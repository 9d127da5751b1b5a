using HotelCancellation.Platform;
using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.Retraining;

/// <summary>What of the runs is in <c>/metrics</c>.</summary>
internal sealed class RetrainingMetrics
{
    private readonly HotelCancellationMeter _meter;
    private volatile int _stuck;
    private volatile int _open;

    public RetrainingMetrics(HotelCancellationMeter meter)
    {
        _meter = meter;
        meter.ObserveRuns(() => _open, () => _stuck);
    }

    /// <summary>Counts a run that has ended.</summary>
    public void Ended(RunRecord run) => _meter.RunEnded(run.Kind.ToString(), run.Outcome?.ToString() ?? "none");

    /// <summary>Says how many runs there are that have not ended, and how many of them are stuck.</summary>
    public void Seen(int open, int stuck) => (_open, _stuck) = (open, stuck);
}
