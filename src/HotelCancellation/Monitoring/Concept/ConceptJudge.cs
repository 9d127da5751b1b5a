using System.Globalization;
using HotelCancellation.Monitoring.References;

namespace HotelCancellation.Monitoring.Concept;

/// <summary>
/// Judges whether guests cancel as often as the same bookings did in training, long before arrivals mature: cancellations against those that
/// the hazard of training leads to expect of the open bookings, in each span of days that ends now (a generalised likelihood ratio over the day
/// of change: G. Lorden, Ann. Math. Statist. 42, 1971; risk-adjusted as S. Steiner et al., Biostatistics 1, 2000).
/// </summary>
public sealed class ConceptJudge(MonitoringOptions options)
{
    private const int ShortestSpan = 3;
    private const double FewestEvents = 10;

    /// <summary>Judges.</summary>
    /// <param name="reference">What is known of the hotel.</param>
    /// <param name="to">The last day.</param>
    /// <param name="days">Counts of the days up to it, the last one first; fewer than <see cref="MonitoringOptions.ConceptDays"/> where there are no more.</param>
    /// <returns>The verdict; null where too little was to be expected.</returns>
    public ConceptVerdict? Judge(ScopeReference reference, DateOnly to, IReadOnlyList<ConceptCounts> days)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(days);
        var (sum, best, found) = (default(ConceptCounts), (Span: 0, Counts: default(ConceptCounts), Deviation: 0.0), false);
        for (var span = 1; span <= Math.Min(days.Count, options.ConceptDays); span++)
        {
            sum += days[span - 1];
            if (span < ShortestSpan || sum.Expected < FewestEvents)
            {
                continue;
            }

            var deviation = Deviation(sum.Events, sum.Expected, reference);
            var counts = IsLarge(sum);

            // A span that is large enough goes before one that is only surer.
            if (best.Span == 0 || (counts, Math.Abs(deviation)).CompareTo((found, Math.Abs(best.Deviation))) > 0)
            {
                (best, found) = ((span, sum, deviation), counts);
            }
        }

        if (best.Span == 0)
        {
            return null;
        }

        var verdict = new ConceptVerdict
        {
            IsDrift = found && Math.Abs(best.Deviation) >= options.ConceptDeviations,
            From = to.AddDays(1 - best.Span),
            To = to,
            Events = best.Counts.Events,
            Expected = best.Counts.Expected,
            Deviation = best.Deviation,
            Critical = options.ConceptDeviations,
            RatioOfAll = sum.Events / sum.Expected,
            Reason = "",
        };
        return verdict with { Reason = Say(verdict) };
    }

    /// <summary>The signed root of the Poisson likelihood ratio, over the dispersion, and less where what is expected is itself not well known.</summary>
    private static double Deviation(double events, double expected, ScopeReference reference)
    {
        var ratio = (events > 0 ? events * Math.Log(events / expected) : 0) - (events - expected);
        var variance = reference.Dispersion * (1 + (expected / Math.Max(1, reference.PaceEvents)));
        return Math.Sign(events - expected) * Math.Sqrt(2 * Math.Max(0, ratio) / variance);
    }

    private bool IsLarge(ConceptCounts sum) => sum.Events >= options.ConceptRatio * sum.Expected || sum.Events * options.ConceptRatio <= sum.Expected;

    private string Say(ConceptVerdict v) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(v.IsDrift ? "Guests cancel " + (v.Ratio > 1 ? "more" : "less") + " often than the same bookings did in training" : "Cancellations are as they were in training")}: {v.Events:F0} (a party counted as one) from {v.From:yyyy-MM-dd} to {v.To:yyyy-MM-dd}, where {v.Expected:F0} were to be expected, {v.Ratio:F2} times as many; {Math.Abs(v.Deviation):F1} deviations from chance, {options.ConceptDeviations:F1} and a factor of {options.ConceptRatio:F2} are needed.");
}
