namespace HotelCancellation.Bookings.Events;

/// <summary>An event with what tells it from others of its booking, which is worked out when it is asked for: in most histories the days alone tell the events apart.</summary>
public sealed record KeyedEvent
{
    // Texts, of which two threads may work out the same one; a key with a text in it could be seen half-written.
    private string? _key;
    private string? _content;

    private KeyedEvent(BookingEvent booking) => Event = booking;

    /// <summary>Creates it of what was worked out before.</summary>
    public KeyedEvent(BookingEvent booking, EventKey key, string content)
        : this(booking) => (_key, _content) = (key.Value, content);

    /// <summary>The event.</summary>
    public BookingEvent Event { get; }

    /// <summary>Which event it is.</summary>
    public EventKey Key => new(_key ??= Event.EventId is null ? EventKey.OfContent(Content).Value : EventKey.Of(Event).Value);

    /// <summary>The hash of what it says; two with one key and different contents contradict each other.</summary>
    public string Content => _content ??= EventKey.ContentOf(Event);

    /// <summary>An event with its key.</summary>
    public static KeyedEvent Of(BookingEvent booking) => new(booking);

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

    /// <inheritdoc/>
    public bool Equals(KeyedEvent? other) => other is not null && Key == other.Key && string.Equals(Content, other.Content, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Content.GetHashCode(StringComparison.Ordinal);
}
