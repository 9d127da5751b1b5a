using HotelCancellation.Api.Security;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace HotelCancellation.Api.Endpoints;

/// <summary>What the system says of itself to machines: its metrics and its contract.</summary>
internal static class DocumentEndpoints
{
    public static void MapDocuments(this IEndpointRouteBuilder endpoints)
    {
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<ApiOptions>>().Value;
        var scrape = Scrape(endpoints);

        // Has a second parameter, so that it is not taken for a RequestDelegate and the endpoint appears in the contract.
        Protect(endpoints.MapGet("/metrics", Task (HttpContext context, CancellationToken _) => scrape(context)), options.ProtectMetrics)
            .DisableRateLimiting()
            .WithTags("Documents").WithName("metrics").WithSummary("Metrics in the text format of Prometheus.")
            .Produces(StatusCodes.Status200OK, typeof(string), "text/plain");
        Protect(endpoints.MapOpenApi("/openapi/v1.json"), options.ProtectOpenApi);
    }

    private static RequestDelegate Scrape(IEndpointRouteBuilder endpoints)
    {
        var branch = endpoints.CreateApplicationBuilder();
        branch.UseOpenTelemetryPrometheusScrapingEndpoint(
            endpoints.ServiceProvider.GetRequiredService<MeterProvider>(), _ => true, path: null, configureBranchedPipeline: null, optionsName: null);
        return branch.Build();
    }

    private static T Protect<T>(T builder, bool operateOnly)
        where T : IEndpointConventionBuilder => operateOnly ? builder.RequireRole(ApiRoles.Operate) : builder.AllowAnonymous();
}
