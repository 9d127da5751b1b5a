using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>HTTP triggers of retraining runs and rollouts.</summary>
public sealed class RetrainingTriggers(HttpPipeline pipeline)
{
    /// <summary>Retraining runs, and a new one.</summary>
    [Function("retraining-runs")]
    public Task RunsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "api/v1/retraining-runs")] HttpRequest request) => pipeline.RunAsync(request.HttpContext);

    /// <summary>One run, and its end.</summary>
    [Function("retraining-runs-one")]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "api/v1/retraining-runs/{id}")] HttpRequest request) => pipeline.RunAsync(request.HttpContext);

    /// <summary>Rollouts.</summary>
    [Function("rollouts")]
    public Task RolloutsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/rollouts")] HttpRequest request) => pipeline.RunAsync(request.HttpContext);

    /// <summary>Somebody's word about a rollout.</summary>
    [Function("rollouts-approve")]
    public Task ApproveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/rollouts/{id}/approval")] HttpRequest request) => pipeline.RunAsync(request.HttpContext);

    /// <summary>One rollout, and its end.</summary>
    [Function("rollouts-one")]
    public Task RolloutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "api/v1/rollouts/{id}")] HttpRequest request) => pipeline.RunAsync(request.HttpContext);
}
