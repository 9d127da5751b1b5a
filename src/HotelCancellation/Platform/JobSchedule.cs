using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.Platform;

/// <summary>
/// Runs a job every so often in a host that is always there, and goes on whatever goes wrong. A Functions app has timer triggers for the same jobs.
/// </summary>
/// <param name="job">What stands in the log.</param>
/// <param name="intervalSeconds">How often; 0 is never.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal abstract partial class JobSchedule(string job, int intervalSeconds, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>Runs the job once.</summary>
    /// <returns>What it did, for the log; null where that is not worth a line.</returns>
    protected abstract Task<string?> RunAsync(CancellationToken cancellationToken);

    /// <summary>Told when a run has failed.</summary>
    protected virtual void Failed()
    {
    }

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (intervalSeconds == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(intervalSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await RunAsync(stoppingToken) is { } done)
                {
                    Log.Ran(logger, job, done);
                }
            }
            catch (StorageUnavailableException e)
            {
                Failed();
                Log.Unreachable(logger, job, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing that goes wrong here may end the loop.
                Failed();
                Log.Failed(logger, job, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Job} ran: {Summary}")]
        public static partial void Ran(ILogger logger, string job, string summary);

        [LoggerMessage(LogLevel.Warning, "{Job} cannot run: {Reason}")]
        public static partial void Unreachable(ILogger logger, string job, string reason);

        [LoggerMessage(LogLevel.Error, "{Job} failed.")]
        public static partial void Failed(ILogger logger, string job, Exception exception);
    }
}
