using System.Globalization;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>
/// The aliases and their moves in table <c>models</c>, partition <c>alias</c>: row <c>{alias}</c> says where it points, rows
/// <c>{alias}|{sequence}</c> say how it got there. A move writes both in one transaction, against the alias's ETag, so that
/// of several moves at once exactly one happens and alias and history never disagree.
/// </summary>
internal sealed class TableAliases(StorageClients clients)
{
    private const string Partition = "alias";
    private readonly TableClient _table = clients.Table("models");

    public Task<AliasState?> GetAsync(string alias, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "read alias",
            async () =>
            {
                try
                {
                    var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, alias, cancellationToken: cancellationToken);
                    return row.HasValue ? ToState(ToEntry(row.Value!), row.Value!.ETag) : null;
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // The table itself is not there yet.
                    return null;
                }
            },
            cancellationToken);

    /// <summary>Writes a move that follows a state.</summary>
    /// <param name="before">The state, or null for the first move.</param>
    /// <param name="entry">The move, its sequence one more than the state's.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Where it points now; null where it has been moved by somebody else since.</returns>
    public Task<AliasState?> MoveAsync(AliasState? before, AliasHistoryEntry entry, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "move alias",
            async () =>
            {
                var moveId = Guid.NewGuid();
                var state = ToRow(entry, entry.Alias, moveId);
                var history = ToRow(entry, HistoryKey(entry.Alias, entry.Sequence), moveId);
                TableTransactionAction[] actions =
                [
                    before is null
                        ? new TableTransactionAction(TableTransactionActionType.Add, state)
                        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, state, new ETag(before.Tag)),
                    new TableTransactionAction(TableTransactionActionType.Add, history),
                ];
                try
                {
                    var written = await _table.SubmitTransactionAsync(actions, cancellationToken);
                    return written.Value[0].Headers.ETag is { } tag ? ToState(entry, tag) : await GetAsync(entry.Alias, cancellationToken);
                }
                catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
                {
                    // The client tries again when an answer is lost, and the second try then meets what the first one wrote.
                    return await IsOursAsync(history.RowKey, moveId, cancellationToken) ? await GetAsync(entry.Alias, cancellationToken) : null;
                }
            },
            cancellationToken);

    /// <summary>All moves of an alias, the first one first.</summary>
    public Task<List<AliasHistoryEntry>> HistoryAsync(string alias, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "read alias history",
            async () =>
            {
                var entries = new List<AliasHistoryEntry>();
                var (from, to) = ($"{alias}|", $"{alias}}}");
                try
                {
                    var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {from} and RowKey lt {to}");
                    await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
                    {
                        entries.Add(ToEntry(row));
                    }
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // The table itself is not there yet.
                }

                return entries;
            },
            cancellationToken);

    private async Task<bool> IsOursAsync(string historyKey, Guid moveId, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, historyKey, ["MoveId"], cancellationToken);
        return row.HasValue && row.Value!.GetGuid("MoveId") == moveId;
    }

    private static string HistoryKey(string alias, long sequence) => $"{alias}|{sequence.ToString("D10", CultureInfo.InvariantCulture)}";

    private static TableEntity ToRow(AliasHistoryEntry entry, string rowKey, Guid moveId) => new(Partition, rowKey)
    {
        ["Alias"] = entry.Alias,
        ["Sequence"] = entry.Sequence,
        ["Version"] = entry.Version.Value,
        ["From"] = entry.From?.Value,
        ["At"] = entry.At.ToString("O", CultureInfo.InvariantCulture),
        ["By"] = entry.By,
        ["Reason"] = entry.Reason,
        ["IsRollback"] = entry.IsRollback,
        ["ManifestSha256"] = entry.ManifestSha256,
        ["MoveId"] = moveId,
    };

    private static AliasHistoryEntry ToEntry(TableEntity row) => new(
        row.GetString("Alias"),
        row.GetInt64("Sequence") ?? 0,
        new ModelVersion(row.GetString("Version")),
        row.GetString("From") is { } from ? new ModelVersion(from) : null,
        DateTimeOffset.Parse(row.GetString("At"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        row.GetString("By"),
        row.GetString("Reason"),
        row.GetBoolean("IsRollback") ?? false)
    {
        ManifestSha256 = row.GetString("ManifestSha256"),
    };

    private static AliasState ToState(AliasHistoryEntry entry, ETag tag) =>
        new(entry.Alias, entry.Version, entry.At, entry.By, entry.Reason, entry.Sequence, tag.ToString()) { ManifestSha256 = entry.ManifestSha256 };
}
