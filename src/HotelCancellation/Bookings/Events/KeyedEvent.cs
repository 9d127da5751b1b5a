namespace HotelCancellation.Bookings.Events;

/// <summary>An event with what tells it from others of its booking.</summary>
/// <param name="Event">The event.</param>
/// <param name="Key">Which event it is.</param>
/// <param name="Content">The hash of what it says; two with one key and different contents contradict each other.</param>
public sealed record KeyedEvent(BookingEvent Event, EventKey Key, string Content)
{
    /// <summary>An event with its key.</summary>
    public static KeyedEvent Of(BookingEvent booking)
    {
        var content = EventKey.ContentOf(booking);
        return new KeyedEvent(booking, booking.EventId is null ? new EventKey($"c-{content}") : EventKey.Of(booking), content);
    }

    /// <summary>
    /// The canonical order of a booking's events: by day, on one day by the place in a booking's life, then by key and content. It
    /// depends on nothing but the events, so that every order of delivery leads to the same sequence.
    /// </summary>
    public static int Compare(KeyedEvent a, KeyedEvent b)
    {
        var order = a.Event.StatusDate.CompareTo(b.Event.StatusDate);
        order = order != 0 ? order : a.Event.Status.CompareTo(b.Event.Status);
        order = order != 0 ? order : string.CompareOrdinal(a.Key.Value, b.Key.Value);
        return order != 0 ? order : string.CompareOrdinal(a.Content, b.Content);
    }
}
