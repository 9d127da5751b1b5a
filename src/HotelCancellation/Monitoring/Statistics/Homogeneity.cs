namespace HotelCancellation.Monitoring.Statistics;

/// <summary>K. Pearson's chi-square test that two samples have the same shares (Philosophical Magazine 50, 1900), without continuity correction.</summary>
/// <param name="ChiSquare">The statistic.</param>
/// <param name="Degrees">Parts with rows, less one.</param>
/// <param name="PValue">The probability of so large a statistic where nothing has changed.</param>
public readonly record struct Homogeneity(double ChiSquare, int Degrees, double PValue)
{
    /// <summary>Tests two samples.</summary>
    /// <param name="reference">Rows by part.</param>
    /// <param name="current">Rows by part, in the same order.</param>
    public static Homogeneity Of(IReadOnlyList<long> reference, IReadOnlyList<long> current)
    {
        if (reference.Count != current.Count)
        {
            throw new ArgumentException($"{reference.Count} parts and {current.Count} parts; the same parts are needed.", nameof(current));
        }

        double n = reference.Sum(), m = current.Sum(), statistic = 0;
        var parts = 0;
        for (var i = 0; i < reference.Count; i++)
        {
            double both = reference[i] + current[i];
            if (both > 0)
            {
                var (then, now) = (both * n / (n + m), both * m / (n + m));
                statistic += (Square(reference[i] - then) / then) + (Square(current[i] - now) / now);
                parts++;
            }
        }

        return n > 0 && m > 0 && parts > 1
            ? new Homogeneity(statistic, parts - 1, Distributions.ChiSquareUpper(statistic, parts - 1))
            : new Homogeneity(0, 0, 1);
    }

    private static double Square(double x) => x * x;
}
