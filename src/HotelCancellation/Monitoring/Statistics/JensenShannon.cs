namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// The divergence of J. Lin, <i>Divergence measures based on the Shannon entropy</i>, IEEE Trans. Inf. Theory 37 (1991), eq. 4.1 with equal
/// weights and base 2: the mean of the two Kullback-Leibler divergences to the mixture. Finite where parts are empty, so nothing is smoothed.
/// </summary>
public static class JensenShannon
{
    /// <summary>The divergence in bits, 0 to 1.</summary>
    /// <param name="reference">Rows by part.</param>
    /// <param name="current">Rows by part, in the same order.</param>
    public static double Divergence(IReadOnlyList<long> reference, IReadOnlyList<long> current)
    {
        if (reference.Count != current.Count)
        {
            throw new ArgumentException($"{reference.Count} parts and {current.Count} parts; the same parts are needed.", nameof(current));
        }

        double n = reference.Sum(), m = current.Sum(), sum = 0;
        for (var i = 0; i < reference.Count; i++)
        {
            var (p, q) = (reference[i] / n, current[i] / m);
            sum += Term(p, (p + q) / 2) + Term(q, (p + q) / 2);
        }

        return Math.Clamp(sum / 2, 0, 1);
    }

    /// <summary>Its square root, a metric (D. Endres and J. Schindelin, IEEE Trans. Inf. Theory 49, 2003), 0 to 1.</summary>
    public static double Distance(IReadOnlyList<long> reference, IReadOnlyList<long> current) => Math.Sqrt(Divergence(reference, current));

    private static double Term(double share, double mixture) => share > 0 ? share * Math.Log2(share / mixture) : 0;
}
