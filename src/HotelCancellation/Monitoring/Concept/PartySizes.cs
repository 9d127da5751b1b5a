using HotelCancellation.Bookings;

namespace HotelCancellation.Monitoring.Concept;

/// <summary>How many bookings are of one party: made on the same day, at the same hotel, for the same arrival, by the same agent and company, in the same segment.</summary>
public sealed class PartySizes
{
    private readonly Dictionary<(PropertyId, int, int, string?, string?, string), int> _sizes = [];

    /// <summary>Counts a booking, as it was on its day of booking.</summary>
    /// <returns>The party's bookings that were counted: 1 for its first.</returns>
    public int Add(Booking booking)
    {
        var key = KeyOf(booking);
        return _sizes[key] = _sizes.GetValueOrDefault(key) + 1;
    }

    /// <summary>The party's bookings that were counted, 1 or more.</summary>
    public int Of(Booking booking) => Math.Max(1, _sizes.GetValueOrDefault(KeyOf(booking)));

    private static (PropertyId, int, int, string?, string?, string) KeyOf(Booking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return (booking.PropertyId, booking.BookedOn.DayNumber, booking.ArrivalDate.DayNumber, booking.Agent, booking.Company, booking.MarketSegment);
    }
}
