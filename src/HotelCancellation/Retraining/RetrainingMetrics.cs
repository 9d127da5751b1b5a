using System.Diagnostics.Metrics;
using HotelCancellation.Platform;
using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.Retraining;

/// <summary>What of the runs is in <c>/metrics</c>.</summary>
internal sealed class RetrainingMetrics
{
    private readonly HotelCancellationMeter _meter;
    private volatile int _stuck;
    private volatile IReadOnlyCollection<RunKind> _open = [];

    public RetrainingMetrics(HotelCancellationMeter meter)
    {
        _meter = meter;
        meter.ObserveRuns(Open, () => _stuck);
    }

    /// <summary>Counts a run that has ended.</summary>
    public void Ended(RunRecord run) => _meter.RunEnded(run.Kind.ToString(), run.Outcome?.ToString() ?? "none");

    /// <summary>Says which kinds the runs are of that have not ended, and how many of them are stuck.</summary>
    public void Seen(IReadOnlyCollection<RunKind> open, int stuck) => (_open, _stuck) = (open, stuck);

    /// <summary>Each kind has a figure, so that none is missing where it is 0.</summary>
    private IEnumerable<Measurement<int>> Open()
    {
        var open = _open;
        return Enum.GetValues<RunKind>().Select(k => new Measurement<int>(open.Count(o => o == k), new KeyValuePair<string, object?>("kind", k.ToString())));
    }
}
