using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>Runs <see cref="EventCompaction"/> every <see cref="CompactionOptions.IntervalSeconds"/>.</summary>
internal sealed class CompactionSchedule(
    EventCompaction compaction, HotelCancellationMeter meter, TimeProvider time, IOptions<CompactionOptions> options, ILogger<CompactionSchedule> logger)
    : JobSchedule("The compaction of events", options.Value.IntervalSeconds, time, logger)
{
    protected override async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var summary = await compaction.RunAsync(cancellationToken);
        return summary.Read > 0 || summary.FilesRemoved > 0 ? summary.ToString() : null;
    }

    protected override void Failed() => meter.Compacted("Failed", 0);
}
