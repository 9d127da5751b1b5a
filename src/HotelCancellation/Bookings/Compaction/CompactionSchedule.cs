using HotelCancellation.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>Runs <see cref="EventCompaction"/> every <see cref="CompactionOptions.IntervalSeconds"/>.</summary>
internal sealed partial class CompactionSchedule(
    EventCompaction compaction, HotelCancellationMeter meter, TimeProvider time, IOptions<CompactionOptions> options, ILogger<CompactionSchedule> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.IntervalSeconds == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.IntervalSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var summary = await compaction.RunAsync(stoppingToken);
                if (summary.Read > 0 || summary.FilesRemoved > 0)
                {
                    Log.Compacted(logger, summary);
                }
            }
            catch (StorageUnavailableException e)
            {
                meter.Compacted("Failed", 0);
                Log.Unreachable(logger, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing that goes wrong here may end the loop.
                meter.Compacted("Failed", 0);
                Log.Failed(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Events were compacted: {Summary}")]
        public static partial void Compacted(ILogger logger, CompactionSummary summary);

        [LoggerMessage(LogLevel.Warning, "Events cannot be compacted: {Reason}")]
        public static partial void Unreachable(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "Events could not be compacted.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
