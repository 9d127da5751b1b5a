namespace HotelCancellation.Retraining.Gate;

/// <summary>
/// Whether the challenger is better. Brier score and cost are two chances to be so by luck: they share the chance that is allowed (C. Bonferroni), and
/// each interval leaves its part of it on either side. In the Brier score a party counts once; cost is money, and every room has its own.
/// </summary>
internal sealed class GainCriteria(PairedRows rows, RowClusters clusters, bool isFirst, int newDays, GateOptions options)
{
    /// <summary>What is not more than this is arithmetic: the same sums in another order differ, and always in the same direction.</summary>
    private const double Rounding = 1e-6;

    // A first model has to foretell better; there is no cost before it that anybody chose.
    private readonly double _share = isFirst ? 0 : options.CostShare;
    private readonly double _chance = (1 - options.Confidence) / 2;
    private readonly double[] _all = [.. Enumerable.Repeat(1.0, rows.Rows.Count)];

    public IEnumerable<Criterion> All()
    {
        var (brier, cost) = (Brier(), Cost());
        var isBetter = (Brier: brier.Low > Rounding, Cost: _share > 0 && cost.Low > Rounding);
        yield return !isBetter.Brier && !isBetter.Cost && Fresh(brier) is { } fresh ? fresh : new Criterion
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
    }

    /// <summary>
    /// What it has learned since the champion did counts for a challenger that cannot be much worse: arrivals that show how much better it is will mature months from now. It does not count as better.
    /// </summary>
    private Criterion? Fresh(Criterion brier) => isFirst || options.RefreshDays == 0 || newDays < options.RefreshDays || !(brier.Low >= -options.RefreshTolerance) ? null : new Criterion
    {
        Name = Criterion.Fresh,
        Challenger = newDays,
        Bound = options.RefreshDays,
        Passed = true,
        Sentence = FormattableString.Invariant(
            $"It is not better by more than chance, cannot be worse by more than {options.RefreshTolerance:0.0000} in the Brier score, and has learned {newDays} days more than the champion; from {options.RefreshDays} on that is enough."),
    };

    private Criterion Brier()
    {
        var criterion = Of(
            Criterion.Brier, isFirst ? "Brier score, a party counted once, beside that of each hotel's own rate" : "Brier score, a party counted once",
            rows.BrierBefore, rows.BrierAfter, rows.PartyOnce, _chance * (1 - _share), _ => options.BrierTolerance);

        // Of rooms the mean is uncertain, since few groups decide it: size and significance.
        var (rooms, by) = clusters.Interval(PairedRows.Gains(rows.BrierBefore, rows.BrierAfter), _all, options.Rounds, _chance);
        var isWorse = rooms.Value < -options.BrierTolerance && rooms.High < 0;
        return criterion with
        {
            Passed = criterion.Passed && !isWorse,
            Sentence = FormattableString.Invariant(
                $"{criterion.Sentence} By rooms {rows.BrierBefore.Average():0.0000} to {rows.BrierAfter.Average():0.0000}: {GateFigure.Change(rooms)}, drawn by {by}{(isWorse ? "; that is worse by more than chance" : "")}."),
        };
    }

    private Criterion Cost()
    {
        var cost = Of(
            Criterion.Cost, "Cost of wrong decisions, in average stays a room", rows.CostBefore, rows.CostAfter, _all, _share > 0 ? _chance * _share : _chance, before => options.CostTolerance * before);
        return isFirst ? cost with { Passed = true } : cost;
    }

    private Criterion Of(string name, string what, double[] before, double[] after, double[] weights, double tail, Func<double, double> tolerance)
    {
        var (gain, by) = clusters.Interval(PairedRows.Gains(before, after), weights, options.Rounds, tail);
        var (was, isNow) = (PairedRows.Mean(before, weights), PairedRows.Mean(after, weights));
        var bound = tolerance(was);
        return new Criterion
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
                $"{what}, {was:0.0000} to {isNow:0.0000}: {GateFigure.Change(gain)}, drawn by {by}; at most {bound:0.0000} worse is allowed."),
        };
    }
}
