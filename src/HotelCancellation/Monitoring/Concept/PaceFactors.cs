using System.Globalization;
using HotelCancellation.Bookings;

namespace HotelCancellation.Monitoring.Concept;

/// <summary>
/// What of a booking the pace of cancelling depends on: what it is by itself, and nothing that follows what happens around it. The features of a
/// model do follow, so that it would come to expect what has changed, and the change would not show.
/// </summary>
internal static class PaceFactors
{
    private static readonly string[] Months = [.. Enumerable.Range(1, 12).Select(m => m.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The factors, by name, each with its level of a booking.</summary>
    public static IReadOnlyList<(string Name, Func<Booking, string> Level)> All { get; } =
    [
        ("propertyId", b => b.PropertyId.Value),
        ("marketSegment", b => b.MarketSegment),
        ("customerType", b => b.CustomerType),
        ("agent", b => b.Agent ?? ""),
        ("leadTime", b => b.LeadTimeDays switch { < 3 => "0-2", < 8 => "3-7", < 31 => "8-30", < 91 => "31-90", < 181 => "91-180", _ => "181-" }),
        ("specialRequests", b => b.SpecialRequests switch { 0 => "0", 1 => "1", 2 => "2", _ => "3-" }),
        ("guest", b => b.PreviousBookingsNotCanceled > 0 ? "kept" : b.PreviousCancellations > 0 ? "cancelled" : b.IsRepeatedGuest ? "repeated" : "new"),
        ("arrivalMonth", b => Months[b.ArrivalDate.Month - 1]),
        ("nights", b => b.Nights >= 7 ? "7-" : "0-6"),
        ("adults", b => b.Adults == 1 ? "1" : "2-"),
    ];
}
