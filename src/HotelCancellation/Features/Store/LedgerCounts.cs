namespace HotelCancellation.Features.Store;

/// <summary>
/// What a series counts: sums over bookings of a function of each booking's state. Whole numbers, so that a sum does not depend on
/// its order.
/// </summary>
/// <param name="Booked">Bookings that are known, whatever became of them.</param>
/// <param name="Active">Bookings on the books or in the house.</param>
/// <param name="Cancelled">Bookings cancelled or not shown up.</param>
/// <param name="Matured">Bookings whose arrival day has passed.</param>
/// <param name="MaturedCancelled">Of those, the cancelled and not shown up.</param>
/// <param name="MaturedNights">Of those that came, the room nights.</param>
/// <param name="AdrCents">Sum of the daily rates of <paramref name="Booked"/>, in hundredths of the currency.</param>
public readonly record struct LedgerCounts(int Booked, int Active, int Cancelled, int Matured, int MaturedCancelled, int MaturedNights, long AdrCents)
{
    /// <summary>Whether nothing is counted.</summary>
    public bool IsZero => this == default;

    /// <summary>The sum.</summary>
    public static LedgerCounts operator +(LedgerCounts a, LedgerCounts b) => new(
        a.Booked + b.Booked, a.Active + b.Active, a.Cancelled + b.Cancelled, a.Matured + b.Matured,
        a.MaturedCancelled + b.MaturedCancelled, a.MaturedNights + b.MaturedNights, a.AdrCents + b.AdrCents);

    /// <summary>The difference.</summary>
    public static LedgerCounts operator -(LedgerCounts a, LedgerCounts b) => a + -b;

    /// <summary>The opposite.</summary>
    public static LedgerCounts operator -(LedgerCounts a) => new(
        -a.Booked, -a.Active, -a.Cancelled, -a.Matured, -a.MaturedCancelled, -a.MaturedNights, -a.AdrCents);
}
