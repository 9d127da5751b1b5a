using HotelCancellation.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>Runs <see cref="MonitoringRun"/> every <see cref="MonitoringRunOptions.IntervalSeconds"/>.</summary>
internal sealed partial class MonitoringSchedule(MonitoringRun run, TimeProvider time, IOptions<MonitoringRunOptions> options, ILogger<MonitoringSchedule> logger) : BackgroundService
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
                var summary = await run.RunAsync(stoppingToken);
                if (summary.Result is MonitoringResult.Judged or MonitoringResult.NoReference or MonitoringResult.Conflict)
                {
                    Log.Ran(logger, summary);
                }
            }
            catch (StorageUnavailableException e)
            {
                Log.Unreachable(logger, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing that goes wrong here may end the loop.
                Log.Failed(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Monitoring ran: {Summary}")]
        public static partial void Ran(ILogger logger, MonitoringSummary summary);

        [LoggerMessage(LogLevel.Warning, "Monitoring cannot run: {Reason}")]
        public static partial void Unreachable(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "Monitoring failed.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
