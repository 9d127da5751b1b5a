using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace HotelCancellation.Api.Telemetry;

/// <summary>
/// Outgoing calls are told of as parts of a request or of a named job. One that is part of nothing would be a trace of its own: some each second, for keys and
/// models that have not changed. The exporter's sampler lets a number of traces a second through, whatever they are, so these would take the place of requests.
/// It is not asked about them, since what it has let through counts even where it is dropped later.
/// </summary>
internal static class QuietBackground
{
    /// <summary>Does so for calls to storage and of HTTP clients.</summary>
    public static IServiceCollection AddQuietBackground(this IServiceCollection services)
    {
        services.AddSingleton<HttpPipelinePolicy, Storage>();
        return services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Clients()));
    }

    private static IDisposable? Hush() => Activity.Current is null ? SuppressInstrumentationScope.Begin() : null;

    private sealed class Storage : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            using (Hush())
            {
                ProcessNext(message, pipeline);
            }
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            using (Hush())
            {
                await ProcessNextAsync(message, pipeline);
            }
        }
    }

    private sealed class Clients : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using (Hush())
            {
                return await base.SendAsync(request, cancellationToken);
            }
        }
    }
}
