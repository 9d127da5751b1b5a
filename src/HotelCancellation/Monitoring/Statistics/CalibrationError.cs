namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// The expected calibration error: over bins of probabilities, the mean absolute difference of mean probability and share cancelled,
/// weighted by rows. M. Naeini, G. Cooper and M. Hauskrecht, <i>Obtaining well calibrated probabilities using Bayesian binning</i>, AAAI 2015.
/// </summary>
/// <remarks>It is above 0 by chance alone, the more so the fewer rows a bin has; so few bins, and compare like with like.</remarks>
public static class CalibrationError
{
    /// <summary>The error, 0 to 1; NaN where there is no row.</summary>
    /// <param name="bins">For each bin its rows, the sum of their probabilities, and how many were cancelled.</param>
    public static double Of(IEnumerable<(long Rows, double Expected, long Cancelled)> bins)
    {
        double sum = 0, rows = 0;
        foreach (var bin in bins)
        {
            sum += Math.Abs(bin.Expected - bin.Cancelled);
            rows += bin.Rows;
        }

        return rows > 0 ? sum / rows : double.NaN;
    }

    /// <summary>The error over <paramref name="bins"/> bins of equal width.</summary>
    /// <param name="probabilities">Each 0 to 1.</param>
    /// <param name="outcomes">Whether each was cancelled.</param>
    /// <param name="bins">1 or more.</param>
    public static double Of(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes, int bins = 10)
    {
        var table = new (long Rows, double Expected, long Cancelled)[bins];
        for (var i = 0; i < probabilities.Count; i++)
        {
            ref var bin = ref table[Math.Min(bins - 1, (int)(probabilities[i] * bins))];
            bin = (bin.Rows + 1, bin.Expected + probabilities[i], bin.Cancelled + (outcomes[i] ? 1 : 0));
        }

        return Of(table);
    }
}
