using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Platform;

namespace HotelCancellation.Monitoring.Alerts;

/// <summary>Keeps the alerts, and tells the webhook what it has yet to be told. A webhook that fails holds nothing up.</summary>
internal sealed class AlertDesk(TableAlerts table, AlertWebhook webhook, TimeProvider time)
{
    /// <summary>Takes in what a report found; of the same report nothing changes twice.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task TakeAsync(MonitoringReport report, CancellationToken cancellationToken)
    {
        foreach (var alert in AlertBook.Read(await table.StandingAsync(cancellationToken), report))
        {
            await table.WriteAsync(alert, cancellationToken);
        }
    }

    /// <summary>Tells the webhook what is due.</summary>
    /// <returns>How many alerts it could not be told of.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer; then something may be told twice, which its key makes harmless.</exception>
    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        if (!webhook.IsOn)
        {
            return 0;
        }

        var left = 0;
        foreach (var alert in await table.StandingAsync(cancellationToken))
        {
            if (alert.Due is not { } due)
            {
                continue;
            }

            if (await webhook.TryTellAsync(alert, due, cancellationToken))
            {
                await table.WriteAsync(alert with { Sent = due, SentSeverity = alert.Finding.Severity, SentAt = time.GetUtcNow() }, cancellationToken);
            }
            else
            {
                left++;
            }
        }

        return left;
    }
}
