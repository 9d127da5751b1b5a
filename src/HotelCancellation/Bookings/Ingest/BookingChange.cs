using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>What one commit brings for one booking, and what it came to.</summary>
internal sealed class BookingChange(BookingKey key)
{
    public BookingKey Key { get; } = key;

    /// <summary>The events sent, those that are there already among them.</summary>
    public List<KeyedEvent> Sent { get; } = [];

    /// <summary>The history before.</summary>
    public BookingHistory Before { get; set; } = BookingHistory.Empty;

    /// <summary>The history after; the one before where nothing was new or there was no room.</summary>
    public BookingHistory After { get; set; } = BookingHistory.Empty;

    /// <summary>Whether <see cref="After"/> is in the table.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether there was no room in the row for what is new.</summary>
    public bool IsFull { get; set; }
}
