using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

/// <summary>Whether what happened is as often as was said.</summary>
internal static class Agreement
{
    // Standard errors allowed; bookings of one hotel and day may share their fate, so they count as one.
    private const double Errors = 4.5;

    public static void Check(IEnumerable<(GeneratedBooking Booking, double Happened, double Expected)> rows, string what)
    {
        var days = Days(rows);
        days.Count.ShouldBeGreaterThan(100, what);
        Deviation(days).ShouldBeLessThan(Errors, what);
    }

    public static void CheckProbabilities(IEnumerable<GeneratedBooking> rows, string what) =>
        Check(rows.Select(g => (g, g.IsCancelled() ? 1.0 : 0, g.TrueProbability)), what);

    /// <summary>The difference in standard errors.</summary>
    public static double Deviation(IEnumerable<(GeneratedBooking Booking, double Happened, double Expected)> rows) => Deviation(Days(rows));

    private static List<double> Days(IEnumerable<(GeneratedBooking Booking, double Happened, double Expected)> rows) =>
        [.. rows.GroupBy(r => (r.Booking.Event.Booking.PropertyId, r.Booking.Event.Booking.BookedOn)).Select(d => d.Sum(r => r.Happened - r.Expected))];

    private static double Deviation(List<double> days) => Math.Abs(days.Sum()) / Math.Sqrt(days.Sum(d => d * d));
}
