using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Retraining.Gate;

/// <summary>
/// No hotel may pay for the others: none may be worse by more than the tolerance and by more than chance. Of many hotels one looks worse by chance alone, so
/// that their p-values are corrected (<see cref="Correction.Holm"/>).
/// </summary>
internal static class PropertiesCriterion
{
    private const int FewestClusters = 10;

    public static Criterion Of(PairedRows rows, GateOptions options)
    {
        var hotels = Enumerable.Range(0, rows.Rows.Count).GroupBy(i => rows.Rows[i].Property, StringComparer.Ordinal).ToList();
        var judged = hotels.Where(g => g.Count() >= options.PropertyRows).Select(g => Hotel.Of(g.Key, [.. g], rows)).OfType<Hotel>().ToList();
        var left = hotels.Count - judged.Count;
        var leftOut = left == 0 ? "" : FormattableString.Invariant($" {left} of {hotels.Count} have too few rows to be judged by themselves (at least {options.PropertyRows}).");
        if (judged.Count == 0)
        {
            return new Criterion { Name = Criterion.Properties, Passed = true, Sentence = "No hotel is judged by itself." + leftOut };
        }

        var chance = (1 - options.Confidence) / 2;
        var adjusted = MultipleTesting.Adjust([.. judged.Select(h => h.Sums.LowerTail())], Correction.Holm);
        var order = judged.Select((h, i) => (Hotel: h, IsWorse: adjusted[i] <= chance && h.Sums.Mean < -options.PropertyTolerance))
            .OrderByDescending(x => x.IsWorse).ThenBy(x => x.Hotel.Sums.Mean).ThenBy(x => x.Hotel.Name, StringComparer.Ordinal).ToList();
        var (worst, isWorse) = order[0];
        var gain = worst.Sums.Interval(options.Rounds, chance);
        var text = FormattableString.Invariant($"Brier score {worst.Before:0.0000} to {worst.After:0.0000}, {GateFigure.Change(gain)}");
        return new Criterion
        {
            Name = Criterion.Properties,
            Champion = worst.Before,
            Challenger = worst.After,
            Difference = gain.Value,
            Low = GateFigure.Finite(gain.Low),
            High = GateFigure.Finite(gain.High),
            Bound = -options.PropertyTolerance,
            Passed = !isWorse,
            Sentence = isWorse
                ? FormattableString.Invariant($"Worse by more than {options.PropertyTolerance:0.0000} and more than chance: {string.Join(", ", order.Where(x => x.IsWorse).Select(x => x.Hotel.Name))}. The worst is {worst.Name}: {text}.{leftOut}")
                : FormattableString.Invariant($"Of {judged.Count} hotels none is worse by more than {options.PropertyTolerance:0.0000} and more than chance. The lowest is {worst.Name}: {text}.{leftOut}"),
        };
    }

    private sealed record Hotel(string Name, double Before, double After, ClusterSums Sums)
    {
        public static Hotel? Of(string name, int[] places, PairedRows rows)
        {
            var clusters = new RowClusters([.. places.Select(i => rows.Rows[i])], FewestClusters);
            double[] before = [.. places.Select(i => rows.BrierBefore[i])];
            double[] after = [.. places.Select(i => rows.BrierAfter[i])];
            double[] weights = [.. places.Select(i => rows.PartyOnce[i])];
            return clusters.Any
                ? new Hotel(name, PairedRows.Mean(before, weights), PairedRows.Mean(after, weights), clusters.Widest(PairedRows.Gains(before, after), weights).Sums)
                : null;
        }
    }
}
