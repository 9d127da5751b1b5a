using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>HTTP triggers of the console.</summary>
public sealed class ConsoleTriggers(HttpPipeline pipeline)
{
    /// <summary>
    /// The console's page. An empty route would become the function's name, so the route has one segment that can only be absent;
    /// the host gives up its own home page by the setting <c>AzureWebJobsDisableHomepage</c>.
    /// </summary>
    [Function("console")]
    public Task PageAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>The console's scripts and styles.</summary>
    [Function("console-assets")]
    public Task AssetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{file}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);
}
