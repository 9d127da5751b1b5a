using HotelCancellation.Bookings;

namespace HotelCancellation.Training;

/// <summary>Divides bookings by arrival date. Whole days stay together; nothing is drawn at random.</summary>
public static class TimeSplit
{
    /// <summary>Bookings that arrive before a day, and those that arrive on it or later.</summary>
    public static (IReadOnlyList<BookingEvent> Before, IReadOnlyList<BookingEvent> From) At(IEnumerable<BookingEvent> bookings, DateOnly day)
    {
        var groups = bookings.ToLookup(b => b.Booking.ArrivalDate < day);
        return ([.. groups[true]], [.. groups[false]]);
    }

    /// <summary>The first day such that at most the given share of the bookings arrives on it or later.</summary>
    /// <param name="bookings">Bookings in the order of arrival; at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static DateOnly LatestShare(IReadOnlyList<BookingEvent> bookings, double share)
    {
        var index = Math.Clamp((int)Math.Ceiling(bookings.Count * (1 - share)), 1, bookings.Count);
        var day = bookings[index - 1].Booking.ArrivalDate;
        return day.AddDays(1);
    }
}
