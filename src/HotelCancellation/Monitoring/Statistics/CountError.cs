namespace HotelCancellation.Monitoring.Statistics;

/// <summary>The cancellations that were expected of an arrival day, and what came of it.</summary>
/// <param name="Rows">Bookings.</param>
/// <param name="Expected">Sum of their probabilities.</param>
/// <param name="Variance">Sum of p (1 - p): the variance of the count if bookings were independent.</param>
/// <param name="Cancelled">Bookings that were cancelled.</param>
public readonly record struct DayCount(long Rows, double Expected, double Variance, long Cancelled);

/// <summary>
/// How far the expected number of cancellations is off: (expected - actual) / actual. Its interval allows for bookings of one arrival day
/// being cancelled together: the variance of independent bookings is multiplied by a design effect (Kish, <i>Survey sampling</i>, 1965, 8.2)
/// that is measured from the days' own residuals.
/// </summary>
public sealed record CountError
{
    /// <summary>Cancellations expected.</summary>
    public required double Expected { get; init; }

    /// <summary>Cancellations that came.</summary>
    public required long Actual { get; init; }

    /// <summary>The measured over the independent variance, 1 or more.</summary>
    public required double DesignEffect { get; init; }

    /// <summary>The error, as a share of the actual number; above 0 is too many expected. None where nothing was cancelled.</summary>
    public required Interval Error { get; init; }

    /// <summary>Measures days. Fewer than some ten make the design effect itself uncertain.</summary>
    /// <param name="days">Arrival days, each once.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    public static CountError Of(IReadOnlyCollection<DayCount> days, double confidence = Interval.DefaultConfidence)
    {
        var (expected, actual, rows) = (days.Sum(d => d.Expected), days.Sum(d => d.Cancelled), days.Sum(d => d.Rows));
        var variance = days.Sum(d => d.Variance);

        // What is off on all days alike is the error that is measured, and no correlation: it is taken out, by the days' bookings.
        var bias = rows > 0 ? (expected - actual) / rows : 0;
        var measured = days.Count < 2 ? 0 : days.Sum(d => Square(d.Expected - d.Cancelled - (bias * d.Rows))) * days.Count / (days.Count - 1);
        var effect = variance > 0 ? Math.Max(1, measured / variance) : 1;
        return new CountError { Expected = expected, Actual = actual, DesignEffect = effect, Error = Limits(expected, actual, Math.Sqrt(effect * variance), confidence) };
    }

    // The actual number is the one that varies, and the error is expected / actual - 1: its spread by the delta method.
    private static Interval Limits(double expected, long actual, double spread, double confidence)
    {
        if (actual == 0)
        {
            return Interval.None;
        }

        var error = (expected - actual) / actual;
        var half = Interval.Z(confidence) * expected / actual * spread / actual;
        return new Interval(error, error - half, error + half);
    }

    private static double Square(double x) => x * x;
}
