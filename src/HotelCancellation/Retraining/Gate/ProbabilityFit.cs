using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Retraining.Gate;

/// <summary>How a model's probabilities fit the numbers of cancellations, and how well a perfect model would by chance.</summary>
/// <param name="Level">Expected over actual cancellations - 1, with its interval.</param>
/// <param name="Calibration">The calibration error over ten bins.</param>
/// <param name="CalibrationByChance">What is to be expected of it where every probability is right.</param>
/// <param name="Weeks">The absolute errors of the weekly numbers, as a share of all cancellations.</param>
/// <param name="WeeksByChance">What is to be expected of them where every probability is right.</param>
internal sealed record ProbabilityFit(Interval Level, double Calibration, double CalibrationByChance, double Weeks, double WeeksByChance)
{
    private const int Bins = 10;

    public static ProbabilityFit Of(IReadOnlyList<GateRow> rows, Func<GateRow, double> probability, double confidence)
    {
        var days = CountError.Of(Counts(r => r.Arrival.DayNumber), confidence);
        var (bins, weeks) = (Counts(r => Math.Min(Bins - 1, (int)(probability(r) * Bins))), Counts(r => r.Arrival.DayNumber / 7));
        return new ProbabilityFit(
            days.Error,
            CalibrationError.Of(bins.Select(b => (b.Rows, b.Expected, b.Cancelled))),
            ByChance(bins) / rows.Count,
            weeks.Sum(w => Math.Abs(w.Expected - w.Cancelled)) / days.Actual,
            ByChance(weeks) / days.Actual);

        List<DayCount> Counts(Func<GateRow, int> key) =>
            [.. rows.GroupBy(key).Select(g => new DayCount(
                g.Count(), g.Sum(probability), g.Sum(r => probability(r) * (1 - probability(r))), g.Count(r => r.IsCancelled)))];

        // The mean absolute value of a normal variable is 0.8 of its deviation; bookings of one day are lost together.
        double ByChance(List<DayCount> counts) => counts.Sum(c => Math.Sqrt(2 / Math.PI * days.DesignEffect * c.Variance));
    }
}
