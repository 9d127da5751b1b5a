using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>Runs <see cref="MonitoringRun"/> every <see cref="MonitoringRunOptions.IntervalSeconds"/>.</summary>
internal sealed class MonitoringSchedule(MonitoringRun run, TimeProvider time, IOptions<MonitoringRunOptions> options, ILogger<MonitoringSchedule> logger)
    : JobSchedule("Monitoring", options.Value.IntervalSeconds, time, logger)
{
    protected override async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var summary = await run.RunAsync(cancellationToken);
        return summary.Result is MonitoringResult.Judged or MonitoringResult.NoReference or MonitoringResult.Conflict ? summary.ToString() : null;
    }
}
