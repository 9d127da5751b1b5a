using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>HTTP triggers of the endpoints for quarantined rows.</summary>
public sealed class QuarantineTriggers(HttpPipeline pipeline)
{
    /// <summary>The rows of one quarantine, with what is wrong with them.</summary>
    [Function("quarantine-get")]
    public Task GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/quarantine/{id}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>The quarantines of some days.</summary>
    [Function("quarantine-list")]
    public Task ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/quarantine")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Sends the rows of one again, as they are or mended.</summary>
    [Function("quarantine-replay")]
    public Task ReplayAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/quarantine/{id}/replay")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);
}
