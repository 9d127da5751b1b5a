using System.Security.Cryptography;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Features.Store;

/// <summary>
/// Keeps the online ledger equal to what the bookings come to. Of each booking it is known what it has added; a change takes that out and
/// puts in what it adds now, in one transaction with the note of it, so that nothing is counted twice or lost, in whatever order events
/// come and wherever a process ends.
/// </summary>
internal sealed class LedgerUpkeep(TableLedger table, IOptions<FeatureStoreOptions> options) : IBookingObserver
{
    private const int MostTries = 25;
    private const int LongestPauseMilliseconds = 100;

    /// <inheritdoc/>
    public async Task ChangedAsync(IReadOnlyCollection<BookingHistory> histories, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(histories.GroupBy(h => h.State!.Booking.PropertyId), parallel, async (group, token) =>
        {
            // By arrival, so that neighbours share rows.
            var open = group.Where(h => !IsKnown(group.Key, h)).OrderBy(h => h.State!.Booking.ArrivalDate).ToList();
            for (var done = 0; done < open.Count;)
            {
                done += await WriteSomeAsync(group.Key, open[done..], token);
            }
        });
    }

    private bool IsKnown(PropertyId propertyId, BookingHistory history) =>
        table.Remembered(propertyId, OwnName(history)) is { } known && known.Row.Own.Events >= history.Events.Count;

    /// <summary>Writes as many of the bookings, one or more, as one transaction takes.</summary>
    private async Task<int> WriteSomeAsync(PropertyId propertyId, List<BookingHistory> open, CancellationToken cancellationToken)
    {
        var most = open.Count;
        for (var attempt = 1; ; attempt++)
        {
            if (attempt > MostTries)
            {
                throw new StorageUnavailableException($"Others have changed the features of property '{propertyId}' {MostTries} times over; try again later.");
            }

            // What is not remembered is taken for new at first. Where that is wrong, the write fails and the rows are read.
            var change = new LedgerChange();
            await change.TakeAsync(open.Take(most), h => OwnAsync(propertyId, h, mayGuess: attempt == 1));
            var rows = await Task.WhenAll(change.Documents.Select(async d => (await RowAsync(propertyId, d.Key), d.Value)));
            var writes = change.Bookings.Select(b => (b, b.Own.ToBytes()))
                .Concat(rows.Select(r => r.Item1 with { Document = r.Item1.Document.With(r.Value) }).Select(r => (r, r.Document.ToBytes())))
                .ToList();
            if (writes.Count == 0)
            {
                return change.Taken;
            }

            if (writes.Sum(w => (long)w.Item2.Length) > TableLedger.MostBytes && change.Taken > 1)
            {
                most = change.Taken / 2;
                attempt--;
                continue;
            }

            if (await table.TryWriteAsync(propertyId, writes, cancellationToken))
            {
                return change.Taken;
            }

            if (attempt > 1)
            {
                // Another host writes the same rows. A pause of chance length lets one of the two go first, and fewer rows meet fewer others.
                most = Math.Max(1, change.Taken / 2);
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, LongestPauseMilliseconds)), TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task<LedgerRow> OwnAsync(PropertyId propertyId, BookingHistory history, bool mayGuess)
    {
        var name = OwnName(history);
        return table.Remembered(propertyId, name)?.Row ?? (mayGuess ? new LedgerRow(name, null) : await table.ReadAsync(propertyId, name));
    }

    private async Task<LedgerRow> RowAsync(PropertyId propertyId, string name) =>
        table.Remembered(propertyId, name)?.Row ?? await table.ReadAsync(propertyId, name);

    private static string OwnName(BookingHistory history) => LedgerNames.Own(history.State!.Booking.BookingId.Value);
}
