namespace HotelCancellation.Monitoring.Concept;

/// <summary>
/// Cancellations of a day, and those that were to be expected of the bookings open on it. Bookings of one party (made on the same day for the
/// same arrival, agent, company and segment) are lost together and count as one, each by its part. Sums are whole multiples of 2^-30, so that
/// merging is exact in any order.
/// </summary>
/// <param name="EventUnits">Cancellations, in units.</param>
/// <param name="ExpectedUnits">Expected cancellations, in units.</param>
/// <param name="Cancelled">Cancellations, each booking counted as one.</param>
/// <param name="BookingDays">Open bookings.</param>
public readonly record struct ConceptCounts(long EventUnits, long ExpectedUnits, long Cancelled, long BookingDays)
{
    private const double One = 1L << 30;

    /// <summary>Cancellations of parties.</summary>
    public double Events => EventUnits / One;

    /// <summary>Those that were to be expected.</summary>
    public double Expected => ExpectedUnits / One;

    /// <summary>An open booking on a day.</summary>
    /// <param name="hazard">The chance that it is cancelled on the day, 0 to 1.</param>
    /// <param name="party">Bookings of its party, 1 or more.</param>
    /// <param name="isCancelled">Whether it is.</param>
    public static ConceptCounts Of(double hazard, int party, bool isCancelled) =>
        new(isCancelled ? (long)Math.Round(One / party) : 0, (long)Math.Round(One * hazard / party), isCancelled ? 1 : 0, 1);

    /// <summary>The sum.</summary>
    public static ConceptCounts operator +(ConceptCounts a, ConceptCounts b) =>
        new(a.EventUnits + b.EventUnits, a.ExpectedUnits + b.ExpectedUnits, a.Cancelled + b.Cancelled, a.BookingDays + b.BookingDays);

    /// <summary>The difference.</summary>
    public static ConceptCounts operator -(ConceptCounts a, ConceptCounts b) =>
        new(a.EventUnits - b.EventUnits, a.ExpectedUnits - b.ExpectedUnits, a.Cancelled - b.Cancelled, a.BookingDays - b.BookingDays);
}
