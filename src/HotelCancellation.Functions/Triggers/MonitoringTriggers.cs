using HotelCancellation.Monitoring.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>Triggers of monitoring: its endpoints, and the timer of its run.</summary>
public sealed class MonitoringTriggers(HttpPipeline pipeline, MonitoringRun run)
{
    /// <summary>Judges a day that is over, as the Web host does by itself.</summary>
    [Function("monitor")]
    public Task RunAsync([TimerTrigger("%Schedules:Monitor%")] TimerInfo timer, CancellationToken cancellationToken) => run.RunAsync(cancellationToken);

    /// <summary>Whether bookings and guests are as they were in training.</summary>
    [Function("monitoring-drift")]
    public Task DriftAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/monitoring/drift")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>How right predictions were.</summary>
    [Function("monitoring-performance")]
    public Task PerformanceAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/monitoring/performance")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>What was found and stands.</summary>
    [Function("monitoring-alerts")]
    public Task AlertsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/monitoring/alerts")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>A report as a page.</summary>
    [Function("monitoring-report")]
    public Task ReportAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/monitoring/reports/{day}/{version}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);
}
