using System.Globalization;
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
            LedgerScope.CustomerType => booking.CustomerType,
            LedgerScope.DepositType => booking.DepositType,
            LedgerScope.NightGroup => Join(booking.Agent, booking.Company, booking.MarketSegment),
            LedgerScope.NightMade => Join(booking.Agent, booking.Company, booking.BookedOn.DayNumber.ToString(CultureInfo.InvariantCulture)),
            _ => "",
        };
        return name is null ? null : new LedgerKey(booking.PropertyId, scope, HasDay(scope) ? booking.ArrivalDate.DayNumber : 0, name);
    }

    /// <summary>Whether a scope is of one arrival day or night.</summary>
    internal static bool HasDay(LedgerScope scope) => IsOfArrivalDay(scope) || scope == LedgerScope.Stay;

    /// <summary>Whether a scope is of the bookings that arrive on one day.</summary>
    internal static bool IsOfArrivalDay(LedgerScope scope) => scope is LedgerScope.Night or LedgerScope.NightAgent or LedgerScope.NightCompany
        or LedgerScope.NightSegment or LedgerScope.NightGroup or LedgerScope.NightMade;

    // No name has the character that parts them: validation refuses control characters.
    private static string Join(string? a, string? b, string c) => $"{a}\u001f{b}\u001f{c}";
}
