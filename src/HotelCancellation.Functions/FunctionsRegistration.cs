using HotelCancellation.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Functions;

/// <summary>Registers what the function classes need beside the application itself.</summary>
public static class FunctionsRegistration
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string OwnTelemetry = "WorkerOpenTelemetryEnabled";

    /// <summary>Registers the one pipeline that all HTTP triggers share, built from the root services when the first of them runs.</summary>
    public static IServiceCollection AddHttpPipeline(this IServiceCollection services) =>
        services.AddSingleton(root => new HttpPipeline(new ApplicationBuilder(root).UseHotelCancellationApi().Build()));

    /// <summary>
    /// Where the worker sends its logs to Application Insights itself, tells the host to send none on its behalf: each would be there twice. The console of <c>func start</c> shows
    /// the worker's logs only where no connection string is set.
    /// </summary>
    public static IServiceCollection AddOwnTelemetry(this IServiceCollection services, IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration[ConnectionString]) ? services : services.Configure<WorkerOptions>(o => o.Capabilities[OwnTelemetry] = bool.TrueString);
}
