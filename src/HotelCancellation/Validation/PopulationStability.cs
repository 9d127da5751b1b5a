namespace HotelCancellation.Validation;

/// <summary>
/// The population stability index between two counts of the same parts, and what chance alone makes of it. Under no change it is
/// distributed as (1/n + 1/m) times chi-square with parts - 1 degrees of freedom (B. Yurdakul, <i>Statistical properties of
/// population stability index</i>, Western Michigan University, 2018, theorem 3.2); so a fixed threshold alone warns of small files for nothing.
/// </summary>
internal static class PopulationStability
{
    /// <summary>From here on a change is worth a look, if it is none of chance.</summary>
    public const double Threshold = 0.2;

    // The standard normal distribution's quantile at 0.999: one false finding in a thousand, since some twenty fields are looked at.
    private const double Z = 3.090232306167813;

    // Half a row in every part: an empty one would make the index infinite.
    private const double Prior = 0.5;

    /// <summary>The index.</summary>
    public static double Index(IReadOnlyList<long> then, IReadOnlyList<long> now)
    {
        var (n, m) = (then.Sum() + Prior * then.Count, now.Sum() + Prior * now.Count);
        double psi = 0;
        for (var i = 0; i < then.Count; i++)
        {
            var (p, q) = ((then[i] + Prior) / n, (now[i] + Prior) / m);
            psi += (q - p) * Math.Log(q / p);
        }

        return psi;
    }

    /// <summary>What the index exceeds by chance once in a thousand.</summary>
    /// <param name="parts">Parts that have rows in either; at least 1.</param>
    /// <param name="then">Rows of the first.</param>
    /// <param name="now">Rows of the second.</param>
    public static double Critical(int parts, long then, long now) =>
        parts < 2 ? double.PositiveInfinity : ChiSquare(parts - 1) * (1.0 / then + 1.0 / now);

    // E. B. Wilson, M. M. Hilferty, The distribution of chi-square, PNAS 17 (1931): the cube root is nearly normal.
    private static double ChiSquare(int degrees)
    {
        var spread = 2.0 / (9 * degrees);
        return degrees * Math.Pow(1 - spread + Z * Math.Sqrt(spread), 3);
    }
}
