using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Retraining.Gate;

/// <summary>
/// Whether the challenger is better. Brier score and cost are two chances to be so by luck: they share the chance that is allowed (C. Bonferroni), and
/// each interval leaves its part of it on either side.
/// </summary>
internal static class GainCriteria
{
    public static IEnumerable<Criterion> Of(PairedRows rows, RowClusters clusters, bool isFirst, GateOptions options)
    {
        // A first model has to foretell better; there is no cost before it that anybody chose.
        var (chance, share) = ((1 - options.Confidence) / 2, isFirst ? 0 : options.CostShare);
        var (brier, brierGain) = One(
            Criterion.Brier, isFirst ? "Brier score, beside that of each hotel's own rate," : "Brier score", rows.BrierBefore, rows.BrierAfter, chance * (1 - share), _ => options.BrierTolerance);
        var (cost, costGain) = One(
            Criterion.Cost, "Cost of wrong decisions, in average stays a row,", rows.CostBefore, rows.CostAfter, share > 0 ? chance * share : chance, before => options.CostTolerance * before);
        var isBetter = (Brier: brierGain.Low > 0, Cost: share > 0 && costGain.Low > 0);
        yield return new Criterion
        {
            Name = Criterion.Better,
            Passed = isBetter.Brier || isBetter.Cost,
            Sentence = isBetter switch
            {
                (true, true) => "Brier score and cost are better by more than chance.",
                (true, false) => "The Brier score is better by more than chance.",
                (false, true) => "Cost is better by more than chance.",
                _ => isFirst ? "The Brier score is not better than that of each hotel's own rate by more than chance." : "Neither the Brier score nor cost is better by more than chance.",
            },
        };
        yield return brier;
        yield return cost;

        (Criterion Criterion, Interval Gain) One(string name, string what, double[] before, double[] after, double tail, Func<double, double> tolerance)
        {
            var (gain, by) = clusters.Interval(PairedRows.Gains(before, after), options.Rounds, tail);
            var (was, isNow) = (before.Average(), after.Average());
            var bound = tolerance(was);
            return (new Criterion
            {
                Name = name,
                Champion = was,
                Challenger = isNow,
                Difference = gain.Value,
                Low = GateFigure.Finite(gain.Low),
                High = GateFigure.Finite(gain.High),
                Bound = -bound,
                Passed = gain.Value >= -bound,
                Sentence = FormattableString.Invariant(
                    $"{what} {was:0.0000} to {isNow:0.0000}: {GateFigure.Change(gain)}, drawn by {by}; at most {bound:0.0000} worse is allowed."),
            }, gain);
        }
    }
}
