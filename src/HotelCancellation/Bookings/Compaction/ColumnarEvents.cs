using System.Runtime.CompilerServices;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>
/// All events that were ever taken in, booking by booking, as training reads them: the columnar files, and what of the inbox is not in
/// them yet, so that it does not matter when compaction last ran. Events for which a booking's row had no room are among them. Memory depends
/// on the months of a property (1.5 MB each) and on the longest history, not on how many bookings there are.
/// </summary>
public sealed class ColumnarEvents
{
    private readonly BlobInboxFiles _inbox;
    private readonly BlobColumns _columns;
    private readonly int _inMemory;

    internal ColumnarEvents(BlobInboxFiles inbox, BlobColumns columns, IOptions<CompactionOptions> options) =>
        (_inbox, _columns, _inMemory) = (inbox, columns, options.Value.EventsInMemory);

    /// <summary>The properties that have events, in ordinal order.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async IAsyncEnumerable<PropertyId> PropertiesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = await WaitingAsync(cancellationToken);
        var properties = (await _columns.PropertiesAsync(cancellationToken)).ToHashSet();
        foreach (var file in waiting)
        {
            await foreach (var each in _inbox.ReadAsync(file, cancellationToken))
            {
                properties.Add(each.Property);
            }
        }

        foreach (var property in properties.OrderBy(p => p.Value, StringComparer.Ordinal))
        {
            yield return property;
        }
    }

    /// <summary>Reads histories, by property and then by booking, both in ordinal order.</summary>
    /// <param name="property">The property; null for all of them.</param>
    /// <param name="before">Only events of days before this one, so that a history says what that day could know; null for all of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    /// <exception cref="InvalidDataException">A file is not what compaction or ingest wrote.</exception>
    public async IAsyncEnumerable<BookingHistory> ReadAsync(PropertyId? property, DateOnly? before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The inbox is listed before the indexes are read: what is compacted in between is then in both, and not in neither.
        await using var sorter = new EventSorter(StoredEvent.ByBooking, _inMemory);
        foreach (var file in await WaitingAsync(cancellationToken))
        {
            await foreach (var each in _inbox.ReadAsync(file, cancellationToken))
            {
                if ((property is null || each.Property == property) && !(each.Keyed.Event.StatusDate >= before))
                {
                    await sorter.AddAsync(each, cancellationToken);
                }
            }
        }

        var known = new Queue<PropertyId>(property is { } one ? [one] : await _columns.PropertiesAsync(cancellationToken));
        await using var fresh = sorter.Sorted(cancellationToken);
        await fresh.StartAsync();
        while (known.Count > 0 || fresh.Next is not null)
        {
            var next = fresh.Next is { } first && (known.Count == 0 || string.CompareOrdinal(first.Property.Value, known.Peek().Value) < 0) ? first.Property : known.Dequeue();
            await foreach (var history in ReadAsync(next, before, fresh, cancellationToken))
            {
                yield return history;
            }
        }
    }

    private async IAsyncEnumerable<BookingHistory> ReadAsync(PropertyId property, DateOnly? before, SortedEvents fresh, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (index, _) = await _columns.IndexAsync(property, cancellationToken);
        var months = index.Months.Where(m => !(m.Month >= before)).Select(m => _columns.ReadAsync(m, cancellationToken));
        var events = EventMerge.MergeAsync([.. months, fresh.TakeAsync(e => e.Property == property, cancellationToken)], StoredEvent.ByBooking, cancellationToken);
        var booking = new List<KeyedEvent>();
        await foreach (var each in events)
        {
            if (each.Keyed.Event.StatusDate >= before)
            {
                continue;
            }

            if (booking.Count > 0 && booking[0].Event.Booking.BookingId != each.Booking.BookingId)
            {
                yield return BookingHistory.Empty.With(booking);
                booking.Clear();
            }

            booking.Add(each.Keyed);
        }

        if (booking.Count > 0)
        {
            yield return BookingHistory.Empty.With(booking);
        }
    }

    private async Task<List<InboxFileState>> WaitingAsync(CancellationToken cancellationToken) =>
        (await _inbox.ListAsync(cancellationToken)).FindAll(f => f.CompactedAt is null);
}
