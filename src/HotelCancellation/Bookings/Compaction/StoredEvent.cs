using System.Globalization;
using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>An event as <c>events/</c> keeps it.</summary>
/// <param name="Keyed">The event.</param>
/// <param name="ReceivedAt">When it was written down, in UTC, to the microsecond.</param>
internal sealed record StoredEvent(KeyedEvent Keyed, DateTime ReceivedAt)
{
    public Booking Booking => Keyed.Event.Booking;

    public PropertyId Property => Booking.PropertyId;

    /// <summary>The first day of the month whose file has it.</summary>
    public DateOnly Month => new(Keyed.Event.StatusDate.Year, Keyed.Event.StatusDate.Month, 1);

    /// <summary>The order of the files: by property and month, then by booking and a booking's canonical order.</summary>
    public static int ByMonth(StoredEvent a, StoredEvent b)
    {
        var order = string.CompareOrdinal(a.Property.Value, b.Property.Value);
        order = order != 0 ? order : a.Month.CompareTo(b.Month);
        return order != 0 ? order : InBooking(a, b);
    }

    /// <summary>The order of reading: by property and booking, then a booking's canonical order.</summary>
    public static int ByBooking(StoredEvent a, StoredEvent b)
    {
        var order = string.CompareOrdinal(a.Property.Value, b.Property.Value);
        return order != 0 ? order : InBooking(a, b);
    }

    /// <summary>Whether two are one event that came twice.</summary>
    public bool IsSame(StoredEvent other) =>
        Keyed.Key == other.Keyed.Key && string.Equals(Keyed.Content, other.Keyed.Content, StringComparison.Ordinal)
        && Booking.BookingId == other.Booking.BookingId && Property == other.Property;

    /// <summary>A month as names have it.</summary>
    public static string Text(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static int InBooking(StoredEvent a, StoredEvent b)
    {
        var order = string.CompareOrdinal(a.Booking.BookingId.Value, b.Booking.BookingId.Value);
        return order != 0 ? order : KeyedEvent.Compare(a.Keyed, b.Keyed);
    }
}
