namespace HotelCancellation.Monitoring.Statistics;

/// <summary>What is done about asking many columns at once: with 25 at 5 % each, one of them cries wolf on most days.</summary>
public enum Correction
{
    /// <summary>
    /// The chance of any false finding stays below the level, whatever depends on what. S. Holm, <i>A simple sequentially rejective multiple
    /// test procedure</i>, Scand. J. Statistics 6 (1979).
    /// </summary>
    Holm,

    /// <summary>
    /// The expected share of false findings among the findings stays below the level, for independent or positively dependent tests.
    /// Y. Benjamini and Y. Hochberg, <i>Controlling the false discovery rate</i>, JRSS B 57 (1995).
    /// </summary>
    BenjaminiHochberg,
}

/// <summary>Adjusted p-values: a finding is one whose adjusted p-value is at most the level.</summary>
public static class MultipleTesting
{
    /// <summary>Adjusts p-values; the order is kept.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues, Correction correction)
    {
        var count = pValues.Count;
        var order = Enumerable.Range(0, count).OrderBy(i => pValues[i]).ToArray();
        var adjusted = new double[count];
        if (correction == Correction.Holm)
        {
            double most = 0;
            for (var rank = 0; rank < count; rank++)
            {
                most = Math.Max(most, Math.Min(1, (count - rank) * pValues[order[rank]]));
                adjusted[order[rank]] = most;
            }

            return adjusted;
        }

        double least = 1;
        for (var rank = count - 1; rank >= 0; rank--)
        {
            least = Math.Min(least, pValues[order[rank]] * count / (rank + 1));
            adjusted[order[rank]] = least;
        }

        return adjusted;
    }
}
