namespace HotelCancellation.Retraining.Gate;

/// <summary>The losses of both models, row by row. Where there is no champion the share that each hotel cancels stands in its place.</summary>
internal sealed class PairedRows
{
    private const double MostValue = 10;
    private const double Prior = 10;

    /// <summary>Pairs the losses of a question.</summary>
    public PairedRows(GateQuestion question, GateOptions options)
    {
        PartyOnce = RowClusters.PartyOnce(question.Rows);
        Rows = question.Champion is null ? WithBaseRates(question.Rows, PartyOnce) : question.Rows;

        // The threshold at which either decision about the base rate costs the same.
        var (miss, alarm) = (options.MissedCost, options.FalseAlarmCost);
        var champion = question.Champion?.Threshold ?? (miss + alarm > 0 ? alarm / (miss + alarm) : 0.5);
        var values = Rows.GroupBy(r => r.Property, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Average(r => r.Value), StringComparer.Ordinal);
        (BrierBefore, BrierAfter, CostBefore, CostAfter) = (new double[Rows.Count], new double[Rows.Count], new double[Rows.Count], new double[Rows.Count]);
        for (var i = 0; i < Rows.Count; i++)
        {
            // In average stays of the hotel: currencies differ, and one stay must not decide for all.
            var row = Rows[i];
            var value = values[row.Property] is > 0 and var mean ? Math.Min(MostValue, row.Value / mean) : 1;
            (BrierBefore[i], BrierAfter[i]) = (Square(row.Champion, row.IsCancelled), Square(row.Challenger, row.IsCancelled));
            (CostBefore[i], CostAfter[i]) = (Cost(row.Champion >= champion), Cost(row.Challenger >= question.Challenger.Threshold));
            double Cost(bool said) => said == row.IsCancelled ? 0 : value * (said ? alarm : miss);
        }
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<GateRow> Rows { get; }

    /// <summary>What each row weighs where a party counts once.</summary>
    public double[] PartyOnce { get; }

    /// <summary>The champion's squared errors.</summary>
    public double[] BrierBefore { get; }

    /// <summary>The challenger's.</summary>
    public double[] BrierAfter { get; }

    /// <summary>What the champion's decisions cost, in average stays of the hotel.</summary>
    public double[] CostBefore { get; }

    /// <summary>What the challenger's do.</summary>
    public double[] CostAfter { get; }

    /// <summary>By how much each row is better after.</summary>
    public static double[] Gains(double[] before, double[] after) => [.. before.Select((b, i) => b - after[i])];

    /// <summary>The weighted mean.</summary>
    public static double Mean(double[] values, double[] weights) => values.Select((v, i) => v * weights[i]).Sum() / weights.Sum();

    private static double Square(double p, bool isCancelled)
    {
        var error = p - (isCancelled ? 1 : 0);
        return error * error;
    }

    // The share is that of these very rows, which no model knew: whoever beats it has learned something. That of a small hotel leans on all.
    private static GateRow[] WithBaseRates(IReadOnlyList<GateRow> rows, double[] weights)
    {
        var overall = rows.Select((r, i) => r.IsCancelled ? weights[i] : 0).Sum() / weights.Sum();
        var rates = Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Property, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (g.Sum(i => rows[i].IsCancelled ? weights[i] : 0) + (Prior * overall)) / (g.Sum(i => weights[i]) + Prior), StringComparer.Ordinal);
        return [.. rows.Select(r => r with { Champion = rates[r.Property] })];
    }
}
