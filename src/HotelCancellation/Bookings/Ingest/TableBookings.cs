using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>
/// Every booking with all its events in table <c>bookings</c>: PartitionKey is the property, RowKey the booking. A row is written
/// against the ETag it was read with, or as new, so that of several writers at once none undoes what another one did. One caller at a time applies
/// changes; any number read.
/// </summary>
public sealed class TableBookings(StorageClients storage, IOptions<IngestOptions> options)
{
    /// <summary>The table.</summary>
    public const string Table = "bookings";

    private const int MostRows = 100;
    private const int MostBatchBytes = 2 * 1024 * 1024;
    private const int MostTries = 25;
    private readonly TableClient _table = storage.Table(Table);
    private readonly ConcurrentDictionary<BookingKey, (BookingHistory History, ETag Tag)> _remembered = [];

    /// <summary>A booking with all its events, or null.</summary>
    public async Task<BookingHistory?> FindAsync(PropertyId propertyId, BookingId bookingId, CancellationToken cancellationToken) =>
        await ReadAsync(new BookingKey(propertyId, bookingId), cancellationToken) is { } row ? HistoryOf(row) : null;

    /// <summary>The bookings of a property, in no order that means anything.</summary>
    public async IAsyncEnumerable<BookingHistory> ListAsync(PropertyId propertyId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = TableKeys.Of(propertyId.Value);
        var pages = _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken)
            .AsPages().GetAsyncEnumerator(cancellationToken);
        await using (pages)
        {
            while (await StorageGuard.CallAsync("list bookings", async () => await NextAsync(pages), cancellationToken))
            {
                foreach (var row in pages.Current.Values)
                {
                    yield return HistoryOf(row);
                }
            }
        }
    }

    /// <summary>The history of a booking if it is remembered. It may be behind.</summary>
    internal BookingHistory? Remembered(BookingKey key) => _remembered.TryGetValue(key, out var row) ? row.History : null;

    /// <summary>Adds events to their bookings and says, in the changes, what that came to. When it returns all of it is durable.</summary>
    internal async Task ApplyAsync(IReadOnlyCollection<BookingChange> changes, CancellationToken cancellationToken)
    {
        if (_remembered.Count > options.Value.RememberedBookings)
        {
            _remembered.Clear();
        }

        var round = Guid.NewGuid();
        var chunks = changes.GroupBy(c => c.Key.PropertyId).SelectMany(g => g.Chunk(MostRows));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(chunks, parallel, async (chunk, token) => await ApplyAsync(chunk, round, token));
    }

    private async Task ApplyAsync(BookingChange[] chunk, Guid round, CancellationToken cancellationToken)
    {
        var open = chunk.ToList();
        foreach (var change in open)
        {
            // What is not remembered is taken for new. Where that is wrong, the insert fails and the row is read.
            change.Before = Remembered(change.Key) ?? BookingHistory.Empty;
        }

        for (var attempt = 1; open.Count > 0; attempt++)
        {
            if (attempt > MostTries)
            {
                throw new StorageUnavailableException($"Others have changed the same bookings {MostTries} times over; try again later.");
            }

            var batch = await TakeAsync(open, round, cancellationToken);
            if (batch.Count > 0 && !await TrySubmitAsync(batch, cancellationToken))
            {
                await RefreshAsync(batch.ConvertAll(b => b.Change), round, cancellationToken);
            }

            attempt = open.RemoveAll(c => c.IsDone) > 0 ? 0 : attempt;
        }
    }

    /// <summary>Works out the rows of as many changes as one transaction takes.</summary>
    private async Task<List<(BookingChange Change, TableTransactionAction Action)>> TakeAsync(List<BookingChange> open, Guid round, CancellationToken cancellationToken)
    {
        var batch = new List<(BookingChange Change, TableTransactionAction Action)>();
        var bytes = 0;
        foreach (var change in open)
        {
            change.After = change.Before.With(change.Sent);
            if (ReferenceEquals(change.After, change.Before))
            {
                change.IsDone = true;
                continue;
            }

            var events = await HistoryBytes.WriteAsync(change.After, cancellationToken);
            if (events.Length > HistoryBytes.MostBytes)
            {
                (change.After, change.IsFull, change.IsDone) = (change.Before, true, true);
                continue;
            }

            bytes += events.Length;
            if (bytes > MostBatchBytes && batch.Count > 0)
            {
                break;
            }

            var row = ToRow(change, events, round);
            batch.Add((change, _remembered.TryGetValue(change.Key, out var known)
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, known.Tag)
                : new TableTransactionAction(TableTransactionActionType.Add, row)));
        }

        return batch;
    }

    /// <summary>Writes a batch, all or nothing; false where a row is not as it was thought to be.</summary>
    private Task<bool> TrySubmitAsync(List<(BookingChange Change, TableTransactionAction Action)> batch, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "write bookings",
            async () =>
            {
                try
                {
                    var answers = await _table.SubmitTransactionAsync(batch.ConvertAll(b => b.Action), cancellationToken);
                    for (var i = 0; i < batch.Count; i++)
                    {
                        batch[i].Change.IsDone = true;
                        Remember(batch[i].Change.Key, batch[i].Change.After, answers.Value[i].Headers.ETag!.Value);
                    }

                    return true;
                }
                catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode == "TableNotFound")
                {
                    await _table.CreateIfNotExistsAsync(cancellationToken);
                    return false;
                }
                catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
                {
                    return false;
                }
            },
            cancellationToken);

    /// <summary>Reads the rows of changes again.</summary>
    private async Task RefreshAsync(List<BookingChange> changes, Guid round, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(changes, parallel, async (change, token) =>
        {
            if (await ReadAsync(change.Key, token) is not { } row)
            {
                _remembered.TryRemove(change.Key, out _);
                change.Before = BookingHistory.Empty;
                return;
            }

            var history = HistoryOf(row);
            Remember(change.Key, history, row.ETag);
            if (row.GetGuid("Round") == round)
            {
                // The client tries again when an answer is lost, and the second try then meets what the first one wrote.
                change.IsDone = true;
                return;
            }

            change.Before = history;
        });
    }

    private void Remember(BookingKey key, BookingHistory history, ETag tag) => _remembered[key] = (history, tag);

    private Task<TableEntity?> ReadAsync(BookingKey key, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "read booking",
            async () =>
            {
                try
                {
                    var row = await _table.GetEntityIfExistsAsync<TableEntity>(TableKeys.Of(key.PropertyId.Value), TableKeys.Of(key.BookingId.Value), cancellationToken: cancellationToken);
                    return row.HasValue ? row.Value : null;
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // The table itself is not there yet.
                    return null;
                }
            },
            cancellationToken);

    private static async Task<bool> NextAsync(IAsyncEnumerator<Page<TableEntity>> pages)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // The table itself is not there yet.
            return false;
        }
    }

    private static BookingHistory HistoryOf(TableEntity row) => HistoryBytes.Read(row.GetBinary("Events"));

    private static TableEntity ToRow(BookingChange change, byte[] events, Guid round)
    {
        var state = change.After.State!;
        return new TableEntity(TableKeys.Of(change.Key.PropertyId.Value), TableKeys.Of(change.Key.BookingId.Value))
        {
            ["PropertyId"] = change.Key.PropertyId.Value,
            ["BookingId"] = change.Key.BookingId.Value,
            ["GuestRef"] = state.Booking.GuestRef,
            ["Status"] = state.Status.ToText(),
            ["StatusDate"] = Text(state.StatusDate),
            ["BookedOn"] = Text(state.Booking.BookedOn),
            ["ArrivalDate"] = Text(state.Booking.ArrivalDate),
            ["Outcome"] = state.Outcome?.Kind.ToString(),
            ["OutcomeKnownOn"] = state.Outcome is { } outcome ? Text(outcome.KnownOn) : null,
            ["Version"] = state.Version,
            ["Marked"] = state.Marked.Count,
            ["Events"] = events,
            ["Round"] = round,
        };
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
