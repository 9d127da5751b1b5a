using Azure.Monitor.OpenTelemetry.Exporter;
using HotelCancellation.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HotelCancellation.Api.Telemetry;

/// <summary>Metrics for Prometheus; with a connection string, metrics, traces and logs for Azure Monitor too.</summary>
internal static class TelemetryRegistration
{
    public const string ConnectionStringSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Name = HotelCancellationMeter.Name;

    // Requests, connections and refusals. ASP.NET Core's other meters (routing, authentication, memory pools) cost every
    // request and answer no question that an operator has.
    private static readonly string[] Meters =
        [Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting"];


    public static IServiceCollection AddApiTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = configuration[ConnectionStringSetting];
        var azure = !string.IsNullOrWhiteSpace(connection);
        if (azure && !connection!.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase))
        {
            // Its value is a secret and is not repeated.
            throw new OptionsValidationException(ConnectionStringSetting, typeof(string), [$"{ConnectionStringSetting} is not the connection string of an Application Insights resource."]);
        }

        var version = typeof(TelemetryRegistration).Assembly.GetName().Version!.ToString(3);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Name, serviceVersion: version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
                if (azure)
                {
                    metrics.AddAzureMonitorMetricExporter(o => o.ConnectionString = connection);
                }
            });
        if (!azure)
        {
            // Nobody would read the traces, and making them costs every request.
            return services;
        }

        telemetry.WithTracing(traces => traces
            .AddAspNetCoreInstrumentation(o => o.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            .AddHttpClientInstrumentation()
            .AddSource(Name)
            .AddAzureMonitorTraceExporter(o => o.ConnectionString = connection));
        services.AddLogging(logging => logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.AddAzureMonitorLogExporter(o => o.ConnectionString = connection);
        }));
        return services;
    }
}
