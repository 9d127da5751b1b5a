using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Predictions;

/// <summary>Runs <see cref="PredictionRetention"/> and <see cref="PredictionCompaction"/> every <see cref="PredictionsOptions.IntervalSeconds"/>.</summary>
internal sealed partial class PredictionSchedule(
    PredictionCompaction compaction, PredictionRetention retention, HotelCancellationMeter meter, TimeProvider time,
    IOptions<PredictionsOptions> options, ILogger<PredictionSchedule> logger) : BackgroundService
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
                var removed = await retention.RunAsync(stoppingToken);
                var summary = await compaction.RunAsync(stoppingToken);
                if (removed > 0 || summary is { Days: > 0 } or { Removed: > 0 } or { Result: CompactionResult.Conflict })
                {
                    Log.Compacted(logger, summary, removed ?? 0);
                }
            }
            catch (StorageUnavailableException e)
            {
                meter.LogCompacted("Failed");
                Log.Unreachable(logger, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing that goes wrong here may end the loop.
                meter.LogCompacted("Failed");
                Log.Failed(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Predictions were compacted: {Summary}; {Days} days were removed.")]
        public static partial void Compacted(ILogger logger, PredictionCompactionSummary summary, int days);

        [LoggerMessage(LogLevel.Warning, "Predictions cannot be compacted: {Reason}")]
        public static partial void Unreachable(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "Predictions could not be compacted.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
