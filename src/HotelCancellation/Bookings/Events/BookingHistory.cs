namespace HotelCancellation.Bookings.Events;

/// <summary>
/// The set of a booking's events. Adding is commutative and idempotent, so that every order of delivery, with any event
/// delivered any number of times, ends in the same history and so in the same <see cref="State"/>. Immutable.
/// </summary>
public sealed class BookingHistory
{
    private BookingHistory(IReadOnlyList<KeyedEvent> events)
    {
        Events = events;
        State = events.Count == 0 ? null : BookingState.Fold(events);
    }

    /// <summary>No event.</summary>
    public static BookingHistory Empty { get; } = new([]);

    /// <summary>The events, in canonical order.</summary>
    public IReadOnlyList<KeyedEvent> Events { get; }

    /// <summary>What they come to; null without any.</summary>
    public BookingState? State { get; }

    /// <summary>The history of events of one booking, in whatever order and however often.</summary>
    public static BookingHistory Of(IEnumerable<BookingEvent> events) => Empty.With(events.Select(KeyedEvent.Of));

    /// <summary>The history with events added; itself where it has them all.</summary>
    /// <exception cref="ArgumentException">An event is of another booking.</exception>
    public BookingHistory With(IEnumerable<KeyedEvent> events)
    {
        List<KeyedEvent>? all = null;
        foreach (var each in events)
        {
            all ??= [.. Events];
            if (all.Count > 0 && (all[0].Event.Booking.BookingId != each.Event.Booking.BookingId || all[0].Event.Booking.PropertyId != each.Event.Booking.PropertyId))
            {
                throw new ArgumentException($"The event is of booking '{each.Event.Booking.BookingId}', not '{all[0].Event.Booking.BookingId}'.", nameof(events));
            }

            var at = all.BinarySearch(each, Comparer<KeyedEvent>.Create(KeyedEvent.Compare));
            if (at < 0)
            {
                all.Insert(~at, each);
            }
        }

        return all is null || all.Count == Events.Count ? this : new BookingHistory(all);
    }

    /// <summary>Whether the history has an event.</summary>
    public bool Has(KeyedEvent each)
    {
        // From the end: what comes is mostly new.
        for (var i = Events.Count - 1; i >= 0; i--)
        {
            if (Events[i].Key == each.Key && string.Equals(Events[i].Content, each.Content, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the booking stood at the beginning of a day: only what happened before that day is looked at. Null where nothing had.</summary>
    public BookingState? StateAsOf(DateOnly day)
    {
        var before = Events.TakeWhile(e => e.Event.StatusDate < day).ToList();
        return before.Count == Events.Count ? State : before.Count == 0 ? null : BookingState.Fold(before);
    }
}
