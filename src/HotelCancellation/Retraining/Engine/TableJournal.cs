using System.Globalization;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Platform;
using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.Retraining.Engine;

/// <summary>
/// The journal of a run: in table <c>runs</c>, a partition a run, a row for each step or wait in the order in which the workflow asks for them, and a row for each word that
/// somebody has sent. A row is finished once, by its ETag, so that of two processes one goes on.
/// </summary>
internal sealed class TableJournal(StorageClients clients)
{
    private const string Word = "word-";
    private readonly TableClient _table = clients.Table(TableRuns.Table);

    /// <summary>All of it.</summary>
    public Task<(SortedDictionary<int, JournalEntry> Entries, List<JournalWord> Words)> ReadAsync(string run, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read a journal",
        async () =>
        {
            var (entries, words) = (new SortedDictionary<int, JournalEntry>(), new List<JournalWord>());
            await foreach (var row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition(run)}"), cancellationToken: cancellationToken))
            {
                if (row.RowKey.StartsWith(Word, StringComparison.Ordinal))
                {
                    words.Add(new JournalWord(row.RowKey[Word.Length..], row.GetString("Name"), row.GetString("Content"), row.GetBoolean("IsHandedOn") ?? false));
                }
                else
                {
                    var entry = FromRow(row);
                    entries.Add(entry.Position, entry);
                }
            }

            return (entries, words);
        },
        cancellationToken);

    /// <summary>Begins an entry; create-only.</summary>
    /// <returns>It; null where another process was first.</returns>
    public Task<JournalEntry?> TryBeginAsync(string run, JournalEntry entry, CancellationToken cancellationToken) => StorageGuard.CallAsync<JournalEntry?>(
        "write a journal",
        async () =>
        {
            try
            {
                var response = await _table.AddEntityAsync(ToRow(run, entry), cancellationToken);
                return entry with { Tag = response.Headers.ETag?.ToString() ?? throw new InvalidDataException("Storage gave no ETag.") };
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>Changes an entry by its ETag.</summary>
    /// <returns>It; null where another process has changed it.</returns>
    public Task<JournalEntry?> TryChangeAsync(string run, JournalEntry entry, CancellationToken cancellationToken) => StorageGuard.CallAsync<JournalEntry?>(
        "write a journal",
        async () =>
        {
            try
            {
                var response = await _table.UpdateEntityAsync(ToRow(run, entry), new ETag(entry.Tag), TableUpdateMode.Replace, cancellationToken);
                return entry with { Tag = response.Headers.ETag?.ToString() ?? throw new InvalidDataException("Storage gave no ETag.") };
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>Adds somebody's word. Its id puts it behind all that came before.</summary>
    public Task<bool> SayAsync(string run, JournalWord word, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "write a journal",
        async () =>
        {
            await _table.CreateIfNotExistsAsync(cancellationToken);
            try
            {
                await _table.AddEntityAsync(new TableEntity(Partition(run), $"{Word}{word.Id}") { ["Name"] = word.Name, ["Content"] = word.Content }, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>Notes that a word was handed on. The last writer wins.</summary>
    public Task HandOnAsync(string run, JournalWord word, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "write a journal",
        () => _table.UpsertEntityAsync(new TableEntity(Partition(run), $"{Word}{word.Id}") { ["IsHandedOn"] = true }, TableUpdateMode.Merge, cancellationToken),
        cancellationToken);

    private static string Partition(string run) => $"journal-{TableKeys.Of(run)}";

    private static TableEntity ToRow(string run, JournalEntry entry) => new(Partition(run), entry.Position.ToString("D6", CultureInfo.InvariantCulture))
    {
        ["Name"] = entry.Name,
        ["Input"] = entry.Input,
        ["Attempts"] = entry.Attempts,
        ["DueAt"] = entry.DueAt?.ToString("O", CultureInfo.InvariantCulture),
        ["FinishedAt"] = entry.FinishedAt?.ToString("O", CultureInfo.InvariantCulture),
        ["Result"] = entry.Result,
        ["WordId"] = entry.WordId,
        ["Failure"] = entry.Failure,
        ["IsFailed"] = entry.IsFailed,
    };

    private static JournalEntry FromRow(TableEntity row) => new()
    {
        Position = int.Parse(row.RowKey, CultureInfo.InvariantCulture),
        Name = row.GetString("Name"),
        Input = row.GetString("Input"),
        Attempts = row.GetInt32("Attempts") ?? 0,
        DueAt = Time(row.GetString("DueAt")),
        FinishedAt = Time(row.GetString("FinishedAt")),
        Result = row.GetString("Result"),
        WordId = row.GetString("WordId"),
        Failure = row.GetString("Failure"),
        IsFailed = row.GetBoolean("IsFailed") ?? false,
        Tag = row.ETag.ToString(),
    };

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
