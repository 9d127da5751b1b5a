using System.Collections.Concurrent;
using HotelCancellation.Validation;

namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// The population stability index between the counts of the same parts in two samples, and what chance makes of it. PSI = sum over the
/// parts of (q - p) ln(q / p), the symmetric divergence of H. Jeffreys (<i>Theory of probability</i>, 1948, 3.10). Where nothing has
/// changed, PSI / (1/n + 1/m) is asymptotically chi-square with B - 1 degrees of freedom for B parts (B. Yurdakul and J. Naranjo,
/// <i>Statistical properties of the population stability index</i>, Journal of Risk Model Validation 14(4), 2020, theorem 1).
/// </summary>
/// <remarks>
/// No part is empty: half a row is added to each, in both samples (H. Jeffreys's prior for shares). A part that is empty in both samples
/// says nothing and is left out, here and from the degrees of freedom.
/// </remarks>
public sealed record StabilityIndex
{
    /// <summary>The fewest rows that a part should lead to expect, of W. Cochran, <i>The chi-square test of goodness of fit</i>, Ann. Math. Stat. 23 (1952).</summary>
    public const double LeastExpected = 5;

    // A bisection each, and asked with the same few arguments again and again.
    private static readonly ConcurrentDictionary<(double Alpha, int Degrees), double> Known = new();

    /// <summary>The index, 0 or more; 0.1 is commonly called small and 0.2 or 0.25 large.</summary>
    public required double Value { get; init; }

    /// <summary>Parts that have rows in either sample.</summary>
    public required int Parts { get; init; }

    /// <summary>What the index would be divided by to be chi-square: 1/n + 1/m, in effective rows.</summary>
    public required double Scale { get; init; }

    /// <summary>The p-value of Pearson's test of the same parts: <see cref="Homogeneity"/>, divided by the design effect.</summary>
    public required double PearsonPValue { get; init; }

    /// <summary>The asymptotic probability of so large an index where nothing has changed.</summary>
    public double PValue => Parts < 2 ? 1 : Distributions.ChiSquareUpper(Value / Scale, Parts - 1);

    /// <summary>
    /// The larger of both p-values. The logarithm gives the index a heavier tail than chi-square where parts are small: of ten parts with ten
    /// rows each, 4 in 100,000 is exceeded five times as often as that, of both together half as often (400,000 simulated samples).
    /// </summary>
    public double SafePValue => Math.Max(PValue, PearsonPValue);

    /// <summary>The index that chance exceeds with probability <paramref name="alpha"/>; infinite where there is but one part.</summary>
    public double Critical(double alpha) => Parts < 2 ? double.PositiveInfinity : Known.GetOrAdd((alpha, Parts - 1), k => Distributions.ChiSquareCritical(k.Alpha, k.Degrees)) * Scale;

    /// <summary>Compares two samples.</summary>
    /// <param name="reference">Rows by part.</param>
    /// <param name="current">Rows by part, in the same order.</param>
    /// <param name="designEffect">
    /// By how much rows that come together are worth less than independent ones, 1 or more: see <see cref="DesignEffect"/>. Both samples
    /// are divided by it, the first-order correction of J. Rao and A. Scott (JASA 76, 1981).
    /// </param>
    /// <exception cref="ArgumentException">The lengths differ, or a sample has no row.</exception>
    public static StabilityIndex Of(IReadOnlyList<long> reference, IReadOnlyList<long> current, double designEffect = 1)
    {
        var (n, m) = Check(reference, current);
        ArgumentOutOfRangeException.ThrowIfLessThan(designEffect, 1);
        var used = Enumerable.Range(0, reference.Count).Where(i => reference[i] + current[i] > 0).ToArray();
        long[] then = [.. used.Select(i => reference[i])], now = [.. used.Select(i => current[i])];
        return new StabilityIndex
        {
            Value = PopulationStability.Index(then, now),
            PearsonPValue = Distributions.ChiSquareUpper(Homogeneity.Of(then, now).ChiSquare / designEffect, used.Length - 1),
            Parts = used.Length,
            Scale = designEffect * ((1.0 / n) + (1.0 / m)),
        };
    }

    /// <summary>
    /// Compares two samples after parts have been joined in which the reference leads to expect fewer than <see cref="LeastExpected"/>
    /// current rows, so that chi-square holds in small samples too. Which parts are joined depends on the reference and the sizes alone.
    /// </summary>
    /// <param name="reference">Rows by part.</param>
    /// <param name="current">Rows by part.</param>
    /// <param name="ordered">Whether neighbouring parts are joined (numbers), or the smallest (categories).</param>
    /// <param name="designEffect">See <see cref="Of"/>.</param>
    public static StabilityIndex OfJoined(IReadOnlyList<long> reference, IReadOnlyList<long> current, bool ordered, double designEffect = 1)
    {
        var (n, m) = Check(reference, current);
        var least = LeastExpected * designEffect * n / Math.Min(n, m);
        var order = ordered ? Enumerable.Range(0, reference.Count).ToArray() : [.. Enumerable.Range(0, reference.Count).OrderBy(i => reference[i])];
        List<(long Reference, long Current)> parts = [];
        var open = (Reference: 0L, Current: 0L);
        foreach (var i in order)
        {
            open = (open.Reference + reference[i], open.Current + current[i]);
            if (open.Reference >= least)
            {
                parts.Add(open);
                open = (0, 0);
            }
        }

        if (open.Reference + open.Current > 0)
        {
            if (parts.Count == 0)
            {
                parts.Add((0, 0));
            }

            parts[^1] = (parts[^1].Reference + open.Reference, parts[^1].Current + open.Current);
        }

        return Of([.. parts.Select(p => p.Reference)], [.. parts.Select(p => p.Current)], designEffect);
    }

    private static (long Reference, long Current) Check(IReadOnlyList<long> reference, IReadOnlyList<long> current)
    {
        if (reference.Count != current.Count)
        {
            throw new ArgumentException($"{reference.Count} parts and {current.Count} parts; the same parts are needed.", nameof(current));
        }

        var (n, m) = (reference.Sum(), current.Sum());
        return n > 0 && m > 0 ? (n, m) : throw new ArgumentException($"{n} rows and {m} rows; at least one of each is needed.", nameof(current));
    }
}
