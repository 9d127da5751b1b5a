using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>HTTP triggers of the model registry's endpoints.</summary>
/// <remarks>
/// The host tries routes in the order of the functions' names. The answer does not depend on it, since the pipeline routes again,
/// but its logs do: a route with a literal segment has the name that sorts before that of a route with a parameter in its place.
/// </remarks>
public sealed class ModelTriggers(HttpPipeline pipeline)
{
    /// <summary>Two versions, on the same rows.</summary>
    [Function("models-compare")]
    public Task CompareAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models/compare")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>One version: metrics, lineage, model card.</summary>
    [Function("models-get")]
    public Task GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models/{version}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>All versions and aliases.</summary>
    [Function("models-list")]
    public Task ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Moves an alias to a version.</summary>
    [Function("models-move-alias")]
    public Task MoveAliasAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/models/aliases/{alias}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Back to the previous champion.</summary>
    [Function("models-roll-back")]
    public Task RollBackAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/models/rollback")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);
}
