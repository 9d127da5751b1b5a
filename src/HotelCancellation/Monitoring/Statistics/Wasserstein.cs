namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// The Wasserstein-1 distance of two samples on a line, the area between their distribution functions (S. Vallender, <i>Calculation of the
/// Wasserstein distance between probability distributions on the line</i>, Theory Probab. Appl. 18, 1974): how far a value has to be
/// moved, on average, to make one sample of the other. In the values' unit.
/// </summary>
public static class Wasserstein
{
    /// <summary>The distance.</summary>
    /// <param name="points">Values, ascending.</param>
    /// <param name="reference">Rows at each value.</param>
    /// <param name="current">Rows at each value.</param>
    /// <returns>NaN where a sample has no row.</returns>
    public static double Distance(IReadOnlyList<double> points, IReadOnlyList<long> reference, IReadOnlyList<long> current)
    {
        if (points.Count != reference.Count || points.Count != current.Count)
        {
            throw new ArgumentException($"{points.Count} values, {reference.Count} and {current.Count} counts; as many of each are needed.", nameof(points));
        }

        double n = reference.Sum(), m = current.Sum(), area = 0;
        long then = 0, now = 0;
        for (var i = 0; i + 1 < points.Count; i++)
        {
            then += reference[i];
            now += current[i];
            area += Math.Abs((then / n) - (now / m)) * (points[i + 1] - points[i]);
        }

        return n > 0 && m > 0 ? area : double.NaN;
    }
}
