using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>HTTP triggers of the prediction endpoints.</summary>
public sealed class PredictionTriggers(HttpPipeline pipeline)
{
    /// <summary>One booking in, one prediction out.</summary>
    [Function("predictions-create")]
    public Task CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/predictions")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>What was said, looked up.</summary>
    [Function("predictions-get")]
    public Task GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/predictions/{predictionId}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>Many bookings in, a stream of predictions out.</summary>
    [Function("predictions-create-batch")]
    public Task CreateBatchAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/predictions/batch")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);
}
