namespace HotelCancellation.Monitoring.Statistics;

/// <summary>How well probabilities foretell outcomes: realised, or as <see cref="Cbpe"/> expects it to be.</summary>
public sealed record Performance
{
    /// <summary>Rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Cancellations, or their expected number.</summary>
    public required double Cancellations { get; init; }

    /// <summary>Area under the ROC curve; NaN where one outcome is missing.</summary>
    public required double Auc { get; init; }

    /// <summary>By how much <see cref="Auc"/> may be off because rows were binned; 0 for raw rows.</summary>
    public double AucMargin { get; init; }

    /// <summary>F1 at the threshold.</summary>
    public required double F1 { get; init; }

    /// <summary>Share that is said rightly at the threshold.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean squared error of the probability.</summary>
    public required double Brier { get; init; }

    /// <summary>What the outcomes say of raw rows.</summary>
    /// <param name="probabilities">Each 0 to 1.</param>
    /// <param name="outcomes">Whether each was cancelled.</param>
    /// <param name="threshold">From here on a booking is said to be cancelled.</param>
    public static Performance OfRows(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes, double threshold)
    {
        if (probabilities.Count != outcomes.Count)
        {
            throw new ArgumentException($"{probabilities.Count} probabilities and {outcomes.Count} outcomes; as many of each are needed.", nameof(outcomes));
        }

        return OfWeights([.. probabilities.Select((p, i) => (p, 1L, outcomes[i] ? 1.0 : 0.0))], threshold, probabilities.Select((p, i) => Square(p - (outcomes[i] ? 1 : 0))).Sum());
    }

    /// <summary>Rows of which each has a probability and a weight of having been cancelled: 0 or 1 for outcomes, the probability itself for CBPE.</summary>
    /// <param name="rows">The probability, rows that have it, and how many of those are cancelled; sorted here.</param>
    /// <param name="threshold">From here on a booking is said to be cancelled.</param>
    /// <param name="squares">Sum of squared errors.</param>
    internal static Performance OfWeights((double Probability, long Rows, double Cancelled)[] rows, double threshold, double squares)
    {
        Array.Sort(rows, (a, b) => a.Probability.CompareTo(b.Probability));
        double cancelled = 0, kept = 0, area = 0, within = 0, hits = 0, falseAlarms = 0, misses = 0;
        long count = 0;
        for (var i = 0; i < rows.Length;)
        {
            // Equal probabilities are one step of the curve.
            var p = rows[i].Probability;
            double positive = 0, negative = 0;
            for (; i < rows.Length && rows[i].Probability == p; i++)
            {
                positive += rows[i].Cancelled;
                negative += rows[i].Rows - rows[i].Cancelled;
                count += rows[i].Rows;
                within += rows[i].Rows > 1 ? rows[i].Cancelled * (rows[i].Rows - rows[i].Cancelled) : 0;
            }

            area += positive * (kept + (negative / 2));
            (cancelled, kept) = (cancelled + positive, kept + negative);
            (hits, falseAlarms, misses) = p >= threshold ? (hits + positive, falseAlarms + negative, misses) : (hits, falseAlarms, misses + positive);
        }

        var pairs = cancelled * kept;
        return new Performance
        {
            Rows = count,
            Cancellations = cancelled,
            Auc = pairs > 0 ? area / pairs : double.NaN,
            AucMargin = pairs > 0 ? within / 2 / pairs : 0,
            F1 = (2 * hits) + falseAlarms + misses > 0 ? 2 * hits / ((2 * hits) + falseAlarms + misses) : 0,
            Accuracy = count > 0 ? 1 - ((falseAlarms + misses) / count) : double.NaN,
            Brier = count > 0 ? squares / count : double.NaN,
        };
    }

    private static double Square(double x) => x * x;
}
