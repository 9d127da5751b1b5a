using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Predictions;

/// <summary>Runs <see cref="PredictionRetention"/> and <see cref="PredictionCompaction"/> every <see cref="PredictionsOptions.IntervalSeconds"/>.</summary>
internal sealed class PredictionSchedule(
    PredictionCompaction compaction, PredictionRetention retention, HotelCancellationMeter meter, TimeProvider time,
    IOptions<PredictionsOptions> options, ILogger<PredictionSchedule> logger)
    : JobSchedule("The compaction of predictions", options.Value.IntervalSeconds, time, logger)
{
    protected override async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var removed = await retention.RunAsync(cancellationToken);
        var summary = await compaction.RunAsync(cancellationToken);
        return removed > 0 || summary is { Days: > 0 } or { Removed: > 0 } or { Result: CompactionResult.Conflict } ? $"{summary}; {removed ?? 0} days were removed" : null;
    }

    protected override void Failed() => meter.LogCompacted("Failed");
}
