using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>HTTP triggers of the probes, the metrics and the contract.</summary>
public sealed class SystemTriggers(HttpPipeline pipeline)
{
    /// <summary>Whether the process answers.</summary>
    [Function("health-live")]
    public Task LiveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Whether the process can predict, and how well it is served by storage.</summary>
    [Function("health-ready")]
    public Task ReadyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Metrics in Prometheus's text format, of the instance that answers.</summary>
    [Function("metrics")]
    public Task MetricsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "metrics")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>The OpenAPI document.</summary>
    [Function("openapi")]
    public Task OpenApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi/v1.json")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);
}
