using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Platform;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>
/// The decisions about trainings in table <c>monitoring</c>, partition <c>decision</c>: a row for each day, and one for each time that somebody asked, the newest first, with what is to be remembered after it.
/// A row is created once and never changed, so that a run which was killed decides nothing twice; with it moves the row <c>head</c>, by ETag, so that of two decisions at once the second knows the first.
/// </summary>
internal sealed class TableDecisions(StorageClients clients)
{
    private const string Partition = "decision";

    // After all keys of days, which are digits.
    private const string Head = "head";
    private readonly TableClient _table = clients.Table("monitoring");

    /// <summary>The last decisions, the newest first.</summary>
    public Task<List<TriggerDecision>> LatestAsync(int most, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read decisions",
        async () => await RowsAsync(cancellationToken).Take(most).Select(r => r.Decision).ToListAsync(cancellationToken),
        cancellationToken);

    /// <summary>The decision of a day, made unless it was made before.</summary>
    public Task<TriggerDecision> DecideAsync(DateOnly day, Func<TriggerState, (TriggerDecision Decision, TriggerState State)> decide, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync("write a decision", () => AddAsync(Key(day), decide, cancellationToken), cancellationToken);

    /// <summary>A decision that somebody has asked for, beside that of the day.</summary>
    public Task<TriggerDecision> AskAsync(DateTimeOffset at, Func<TriggerState, (TriggerDecision Decision, TriggerState State)> decide, CancellationToken cancellationToken)
    {
        // The newest of a day comes first, as days do; behind the day's own, which is made when the day is over.
        var key = string.Create(CultureInfo.InvariantCulture, $"{Key(DateOnly.FromDateTime(at.UtcDateTime))}~{DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - at.ToUnixTimeMilliseconds():D15}-{Guid.NewGuid():N}");
        return StorageGuard.CallAsync("write a decision", () => AddAsync(key, decide, cancellationToken), cancellationToken);
    }

    private async Task<TriggerDecision> AddAsync(string key, Func<TriggerState, (TriggerDecision Decision, TriggerState State)> decide, CancellationToken cancellationToken)
    {
        await _table.CreateIfNotExistsAsync(cancellationToken);
        while (true)
        {
            // The head before the rows: what is decided in between makes the move fail.
            var head = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, Head, cancellationToken: cancellationToken);
            if (await _table.GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancellationToken) is { HasValue: true, Value: { } made })
            {
                return Read<TriggerDecision>(made, "Decision");
            }

            var (decision, state) = decide(TriggerState.After(await RememberedAsync(cancellationToken)));
            var row = new TableEntity(Partition, key) { ["Decision"] = JsonSerializer.Serialize(decision, MonitoringJson.Options), ["State"] = JsonSerializer.Serialize(state, MonitoringJson.Options) };
            var next = new TableEntity(Partition, Head) { ["Last"] = key };
            try
            {
                await _table.SubmitTransactionAsync(
                    [
                        new TableTransactionAction(TableTransactionActionType.Add, row),
                        head.HasValue ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, next, head.Value!.ETag) : new TableTransactionAction(TableTransactionActionType.Add, next),
                    ],
                    cancellationToken);
                return decision;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                // Another decision came first, or this one, and its answer was lost.
            }
        }
    }

    private async Task<List<(TriggerDecision Decision, TriggerState State)>> RememberedAsync(CancellationToken cancellationToken)
    {
        var remembered = new List<(TriggerDecision Decision, TriggerState State)>();
        await foreach (var row in RowsAsync(cancellationToken))
        {
            if (remembered.Count > 0 && row.Decision.Day.DayNumber <= remembered[0].Decision.Day.DayNumber - TriggerState.RememberedDays)
            {
                break;
            }

            remembered.Add(row);
        }

        return remembered;
    }

    private async IAsyncEnumerable<(TriggerDecision Decision, TriggerState State)> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {Head}"), cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(rows))
        {
            yield return (Read<TriggerDecision>(rows.Current, "Decision"), Read<TriggerState>(rows.Current, "State"));
        }
    }

    private static async Task<bool> MoveAsync(IAsyncEnumerator<TableEntity> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // The table itself is not there yet.
            return false;
        }
    }

    private static string Key(DateOnly day) => (DateOnly.MaxValue.DayNumber - day.DayNumber).ToString("D8", CultureInfo.InvariantCulture);

    private static T Read<T>(TableEntity row, string column) =>
        JsonSerializer.Deserialize<T>(row.GetString(column), MonitoringJson.Options) ?? throw new InvalidDataException("A decision is null.");
}
