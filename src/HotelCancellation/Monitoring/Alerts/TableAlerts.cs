using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Platform;

namespace HotelCancellation.Monitoring.Alerts;

/// <summary>
/// Alerts in table <c>monitoring</c>: partition <c>alert</c> has those that stand or of which the webhook has yet to be told, <c>alert-over</c> all others, the newest first.
/// Rows are replaced whole by the one who has the lease; two at once would write the same.
/// </summary>
internal sealed class TableAlerts(StorageClients clients)
{
    private const string Standing = "alert";
    private const string Over = "alert-over";
    private readonly TableClient _table = clients.Table("monitoring");

    /// <summary>Alerts that stand, and those of which the webhook has yet to be told.</summary>
    public Task<List<Alert>> StandingAsync(CancellationToken cancellationToken) => ReadAsync(Standing, int.MaxValue, cancellationToken);

    /// <summary>Alerts that are over, the newest first.</summary>
    public Task<List<Alert>> OverAsync(int most, CancellationToken cancellationToken) => ReadAsync(Over, most, cancellationToken);

    /// <summary>Keeps an alert where it belongs.</summary>
    public Task WriteAsync(Alert alert, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "write an alert",
        async () =>
        {
            await _table.CreateIfNotExistsAsync(cancellationToken);
            var key = $"{TableKeys.Of(alert.Key)}~{Day(alert.OpenedDay)}";
            if (alert.IsOpen || alert.Due is not null)
            {
                return await _table.UpsertEntityAsync(Row(Standing, key, alert), TableUpdateMode.Replace, cancellationToken);
            }

            // First there, then gone here: cut in between it is in both, and goes again.
            var newest = (DateOnly.MaxValue.DayNumber - alert.ClearedDay!.Value.DayNumber).ToString("D8", CultureInfo.InvariantCulture);
            await _table.UpsertEntityAsync(Row(Over, $"{newest}~{key}", alert), TableUpdateMode.Replace, cancellationToken);
            return await _table.DeleteEntityAsync(Standing, key, cancellationToken: cancellationToken);
        },
        cancellationToken);

    private static TableEntity Row(string partition, string key, Alert alert) => new(partition, key) { ["Alert"] = JsonSerializer.Serialize(alert, MonitoringJson.Options) };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<List<Alert>> ReadAsync(string partition, int most, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read alerts",
        async () =>
        {
            var alerts = new List<Alert>();
            try
            {
                await foreach (var row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken))
                {
                    alerts.Add(JsonSerializer.Deserialize<Alert>(row.GetString("Alert"), MonitoringJson.Options) ?? throw new InvalidDataException("An alert is null."));
                    if (alerts.Count == most)
                    {
                        break;
                    }
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // The table itself is not there yet.
            }

            return alerts;
        },
        cancellationToken);
}
