using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>HTTP triggers of retraining runs and rollouts.</summary>
public sealed class RetrainingTriggers(HttpPipeline pipeline)
{
    /// <summary>Retraining runs.</summary>
    [Function("retraining-runs-list")]
    public Task ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/retraining-runs")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Starts a run.</summary>
    [Function("retraining-runs-start")]
    public Task StartAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/retraining-runs")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>One run.</summary>
    [Function("retraining-runs-get")]
    public Task GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/retraining-runs/{id}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Ends a run.</summary>
    [Function("retraining-runs-cancel")]
    public Task CancelAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/retraining-runs/{id}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Rollouts.</summary>
    [Function("rollouts-list")]
    public Task ListRolloutsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/rollouts")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>One rollout.</summary>
    [Function("rollouts-get")]
    public Task GetRolloutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/rollouts/{id}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Ends a rollout.</summary>
    [Function("rollouts-abort")]
    public Task AbortRolloutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/rollouts/{id}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Somebody's word about a rollout.</summary>
    [Function("rollouts-approve")]
    public Task ApproveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/rollouts/{id}/approval")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);
}
