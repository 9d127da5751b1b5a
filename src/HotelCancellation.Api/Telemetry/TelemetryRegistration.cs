using Azure.Core;
using Azure.Identity;
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

    /// <summary>With <c>Authorization=AAD</c> telemetry is sent as the process's identity, as the Functions host sends its own by the same setting.</summary>
    public const string AuthenticationSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
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

        TokenCredential? identity = configuration[AuthenticationSetting]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true ? new DefaultAzureCredential() : null;
        void Connect(AzureMonitorExporterOptions options) => (options.ConnectionString, options.Credential) = (connection, identity);

        var version = typeof(TelemetryRegistration).Assembly.GetName().Version!.ToString(3);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Name, serviceVersion: version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
                if (azure)
                {
                    metrics.AddAzureMonitorMetricExporter(Connect);
                }
            });
        if (!azure)
        {
            // Nobody would read the traces, and making them costs every request.
            return services;
        }

        services.AddQuietBackground();
        telemetry.WithTracing(traces => traces
            .AddAspNetCoreInstrumentation(o => o.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            .AddHttpClientInstrumentation()
            .AddSource(Name)
            .AddAzureMonitorTraceExporter(Connect));
        services.AddLogging(logging => logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.AddAzureMonitorLogExporter(Connect);
        }));
        return services;
    }
}
