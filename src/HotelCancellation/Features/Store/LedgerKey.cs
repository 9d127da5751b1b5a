using HotelCancellation.Bookings;

namespace HotelCancellation.Features.Store;

/// <summary>Names a series.</summary>
/// <param name="PropertyId">The property.</param>
/// <param name="Scope">What is counted.</param>
/// <param name="Day">The day, as <see cref="DateOnly.DayNumber"/>, of a scope that has one; else 0.</param>
/// <param name="Name">The segment, room type, agent or company of a scope that has one; else empty.</param>
public readonly record struct LedgerKey(PropertyId PropertyId, LedgerScope Scope, int Day, string Name)
{
    /// <summary>The key of a scope that a booking belongs to, or null where the booking has none (no agent, no company).</summary>
    /// <remarks>For <see cref="LedgerScope.Stay"/>, that of its first night.</remarks>
    public static LedgerKey? Of(LedgerScope scope, Booking booking)
    {
        var name = scope switch
        {
            LedgerScope.Segment or LedgerScope.NightSegment => booking.MarketSegment,
            LedgerScope.RoomType => booking.ReservedRoomType,
            LedgerScope.Agent or LedgerScope.NightAgent => booking.Agent,
            LedgerScope.Company or LedgerScope.NightCompany => booking.Company,
            _ => "",
        };
        var day = scope >= LedgerScope.Night ? booking.ArrivalDate.DayNumber : 0;
        return name is null ? null : new LedgerKey(booking.PropertyId, scope, day, name);
    }
}
