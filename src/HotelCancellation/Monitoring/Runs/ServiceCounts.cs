using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>Counts how fast and how reliably a day's predictions were answered: latencies out of the records of the log, failures out of what its blocks say.</summary>
internal sealed class ServiceCounts(LoggedPredictions predictions)
{
    /// <summary>Counts a compacted day, all versions together.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<(LatencySketch Latency, long Failed)> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var latency = new LatencySketch();
        await foreach (var record in predictions.ReadAsync(day, day, null, RecordParts.Answer, cancellationToken))
        {
            latency.Add(record.Latency);
        }

        return (latency, await predictions.FailedAsync(day, cancellationToken));
    }
}
