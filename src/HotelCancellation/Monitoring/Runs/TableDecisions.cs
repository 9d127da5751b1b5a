using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Platform;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>
/// The decisions about trainings in table <c>monitoring</c>, partition <c>decision</c>, a row a day with what is to be remembered after it. A row is created once
/// and never changed, so that a run which was killed decides nothing twice.
/// </summary>
internal sealed class TableDecisions(StorageClients clients)
{
    private const string Partition = "decision";
    private readonly TableClient _table = clients.Table("monitoring");

    /// <summary>The last decisions, the newest first.</summary>
    public Task<List<TriggerDecision>> LatestAsync(int most, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read decisions",
        async () => (await RowsAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), most, cancellationToken)).ConvertAll(r => Read<TriggerDecision>(r, "Decision")),
        cancellationToken);

    /// <summary>The decision of a day, made unless it was made before.</summary>
    public Task<TriggerDecision> DecideAsync(DateOnly day, Func<TriggerState, (TriggerDecision Decision, TriggerState State)> decide, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "write a decision",
        async () =>
        {
            await _table.CreateIfNotExistsAsync(cancellationToken);

            // Keys fall with the days, so that the newest come first: what is at or after this one's key is at or before its day.
            var key = Key(day);
            var rows = await RowsAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {key}"), 1, cancellationToken);
            if (rows is [var same] && same.RowKey == key)
            {
                return Read<TriggerDecision>(same, "Decision");
            }

            var (decision, state) = decide(rows is [var before] ? Read<TriggerState>(before, "State") : TriggerState.Empty);
            try
            {
                await _table.AddEntityAsync(
                    new TableEntity(Partition, key) { ["Decision"] = JsonSerializer.Serialize(decision, MonitoringJson.Options), ["State"] = JsonSerializer.Serialize(state, MonitoringJson.Options) },
                    cancellationToken);
                return decision;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                return Read<TriggerDecision>(await _table.GetEntityAsync<TableEntity>(Partition, key, cancellationToken: cancellationToken), "Decision");
            }
        },
        cancellationToken);

    private static string Key(DateOnly day) => (DateOnly.MaxValue.DayNumber - day.DayNumber).ToString("D8", CultureInfo.InvariantCulture);

    private static T Read<T>(TableEntity row, string column) =>
        JsonSerializer.Deserialize<T>(row.GetString(column), MonitoringJson.Options) ?? throw new InvalidDataException("A decision is null.");

    private async Task<List<TableEntity>> RowsAsync(string filter, int most, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        try
        {
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(most, 1000), cancellationToken: cancellationToken))
            {
                rows.Add(row);
                if (rows.Count == most)
                {
                    break;
                }
            }
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // The table itself is not there yet.
        }

        return rows;
    }
}
