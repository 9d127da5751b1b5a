using System.Security.Cryptography;
using System.Text;
using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>
/// Histories as they are learned from, in one Parquet file with a fingerprint that depends on nothing but their events. Guests' pseudonyms and countries are
/// left out: no feature uses them, and such a file is never changed, so that an erasure could not reach them.
/// </summary>
public sealed class HistoryFile : IAsyncDisposable
{
    private readonly Stream _file;

    private HistoryFile(Stream file, string fingerprint, HistoryCounts counts) => (_file, Fingerprint, Counts) = (file, fingerprint, counts);

    /// <summary>SHA-256 over the events in their order, 64 lower-case hex digits.</summary>
    public string Fingerprint { get; }

    /// <summary>What is in it.</summary>
    public HistoryCounts Counts { get; }

    /// <summary>Writes histories to a temporary file, in memory that does not grow with them.</summary>
    /// <param name="histories">The histories, by property and then by booking, both in ordinal order.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task<HistoryFile> WriteAsync(IAsyncEnumerable<BookingHistory> histories, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Create();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counts = new HistoryCounts();
        await EventFile.WriteAsync(file, EventsAsync(), cancellationToken);
        return new HistoryFile(file, Convert.ToHexStringLower(hash.GetHashAndReset()), counts);

        async IAsyncEnumerable<StoredEvent> EventsAsync()
        {
            await foreach (var history in histories.WithCancellation(cancellationToken))
            {
                var stripped = BookingHistory.Of(history.Events.Select(e => e.Event with { Booking = e.Event.Booking with { GuestRef = null, Country = null } }));
                counts = counts.With(stripped);
                foreach (var each in stripped.Events)
                {
                    hash.AppendData(Encoding.UTF8.GetBytes($"{each.Event.Booking.PropertyId.Value}\n{each.Event.Booking.BookingId.Value}\n{each.Key.Value}\n{each.Content}\n"));

                    // When it came says nothing of the guest; without it the same events are the same file.
                    yield return new StoredEvent(each, DateTime.UnixEpoch);
                }
            }
        }
    }

    /// <summary>Reads the histories of such a file.</summary>
    /// <param name="open">Opens the file, which is closed at the end; it must be seekable.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<BookingHistory> ReadAsync(Func<Task<Stream>> open, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = new List<KeyedEvent>();
        await foreach (var each in EventFile.ReadAsync(open, cancellationToken))
        {
            if (events.Count > 0 && (events[0].Event.Booking.BookingId != each.Booking.BookingId || events[0].Event.Booking.PropertyId != each.Property))
            {
                yield return BookingHistory.Empty.With(events);
                events.Clear();
            }

            events.Add(each.Keyed);
        }

        if (events.Count > 0)
        {
            yield return BookingHistory.Empty.With(events);
        }
    }

    /// <summary>The file from its beginning.</summary>
    internal Stream Content()
    {
        _file.Position = 0;
        return _file;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

/// <summary>What is in a file of histories.</summary>
public sealed record HistoryCounts
{
    /// <summary>Bookings.</summary>
    public long Bookings { get; init; }

    /// <summary>Events.</summary>
    public long Events { get; init; }

    /// <summary>Properties.</summary>
    public int Properties { get; init; }

    /// <summary>The first arrival; null without bookings.</summary>
    public DateOnly? FirstArrival { get; init; }

    /// <summary>The last arrival; null without bookings.</summary>
    public DateOnly? LastArrival { get; init; }

    /// <summary>The last day that an event speaks of; null without bookings.</summary>
    public DateOnly? LastStatus { get; init; }

    internal PropertyId? LastProperty { get; init; }

    /// <summary>With one booking more, of the same property as the last one or of a later one.</summary>
    internal HistoryCounts With(BookingHistory history)
    {
        var (property, arrival, status) = (history.Events[0].Event.Booking.PropertyId, history.Events[^1].Event.Booking.ArrivalDate, history.Events[^1].Event.StatusDate);
        return this with
        {
            Bookings = Bookings + 1,
            Events = Events + history.Events.Count,
            Properties = Properties + (LastProperty == property ? 0 : 1),
            LastProperty = property,
            FirstArrival = FirstArrival < arrival ? FirstArrival : arrival,
            LastArrival = LastArrival > arrival ? LastArrival : arrival,
            LastStatus = LastStatus > status ? LastStatus : status,
        };
    }
}
