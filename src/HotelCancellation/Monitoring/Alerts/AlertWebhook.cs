using System.Net.Http.Json;
using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace HotelCancellation.Monitoring.Alerts;

/// <summary>Tells the webhook. Its client tries again by itself; what is not taken then is a value, never an exception.</summary>
internal sealed partial class AlertWebhook(IHttpClientFactory clients, HotelCancellationMeter meter, IOptions<AlertOptions> options, ILogger<AlertWebhook> logger)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "alerts";

    /// <summary>Whether there is one.</summary>
    public bool IsOn => options.Value.Webhook is not null;

    /// <summary>Tells of an alert.</summary>
    /// <returns>Whether it was taken.</returns>
    public async Task<bool> TryTellAsync(Alert alert, AlertSent what, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var answer = await client.PostAsJsonAsync(options.Value.Webhook, PagerDutyEvent.Of(alert, what, options.Value), cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                meter.AlertTold("taken");
                return true;
            }

            Log.Refused(logger, alert.Key, (int)answer.StatusCode);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or TimeoutRejectedException or BrokenCircuitException or OperationCanceledException)
        {
            Log.Failed(logger, alert.Key, e.Message);
        }

        meter.AlertTold("refused");
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The webhook did not take alert {Key} and answered {Status}; the next run sends it again.")]
        public static partial void Refused(ILogger logger, string key, int status);

        [LoggerMessage(LogLevel.Warning, "The webhook could not be told of alert {Key}; the next run sends it again: {Reason}")]
        public static partial void Failed(ILogger logger, string key, string reason);
    }
}
