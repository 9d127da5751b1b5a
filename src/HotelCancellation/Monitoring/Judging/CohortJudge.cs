using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring.Judging;

/// <summary>Judges how right a version was about arrivals that have matured.</summary>
public sealed class CohortJudge(MonitoringOptions options)
{
    private const int Seed = 1;

    // Of fewer arrival days a bootstrap over days knows too little.
    private const int FewestDays = 14;

    /// <summary>Judges.</summary>
    /// <param name="reference">What is known of the hotel.</param>
    /// <param name="days">Arrival days with their outcomes, ascending; those without any are left out.</param>
    /// <returns>The report; null where there are too few outcomes.</returns>
    public CohortReport? Judge(ScopeReference reference, IReadOnlyList<(DateOnly Day, OutcomeSketch Outcomes)> days)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var known = days.Where(d => d.Outcomes.Cancelled.Rows + d.Outcomes.Kept.Rows > 0).ToArray();
        if (known.Sum(d => d.Outcomes.Cancelled.Rows + d.Outcomes.Kept.Rows) < options.MinOutcomes)
        {
            return null;
        }

        var all = known.Select(d => d.Outcomes).Aggregate(OutcomeSketch.Merge);
        var (realised, estimated) = (all.Performance(), all.Estimate());
        var (auc, f1, brier) = OutcomeIntervals.Of([.. known.Select(d => d.Outcomes)], Seed);

        // Below the threshold is no news of a model that never reached it, so it must be below its own baseline too; and below what its own
        // probabilities lead to expect of these bookings: shortly after a training they are all made shortly before their arrival, few are cancelled,
        // and F1 is low for that alone.
        var limit = Math.Min(options.F1Threshold, reference.Baseline?.F1.Low ?? options.F1Threshold);
        return new CohortReport
        {
            From = known[0].Day,
            To = known[^1].Day,
            Realised = realised,
            Auc = auc,
            F1 = f1,
            Brier = brier,
            CalibrationError = all.CalibrationError(),
            Count = CountError.Of([.. known.Select(d => Count(d.Outcomes))]),
            Estimated = estimated,
            EstimateError = new EstimateError(estimated.Auc - realised.Auc, estimated.F1 - realised.F1, estimated.Brier - realised.Brier),
            Baseline = reference.Baseline,
            F1Limit = limit,
            IsWorse = reference.Baseline is not null && known.Length >= FewestDays && f1.Value + (Z * Spread(f1)) < Math.Min(limit, estimated.F1),
        };
    }

    private double Z => Distributions.NormalQuantile(1 - (options.Alpha / 2));

    private static double Spread(Interval interval) => (interval.High - interval.Low) / 2 / Distributions.NormalQuantile((1 + Interval.DefaultConfidence) / 2);

    private static DayCount Count(OutcomeSketch outcomes)
    {
        var all = outcomes.All;
        return new DayCount(all.Rows, all.Sum, all.Variance, outcomes.Cancelled.Rows);
    }
}
