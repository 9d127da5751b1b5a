namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// Whether a share has risen. Where ten rows of each kind are to be expected: the pooled z test, one-sided (its square is
/// <see cref="Homogeneity"/>). Where fewer are: R. Fisher's exact test (JRSS 98, 1935), one-sided, since z is wrong for rare things in
/// small samples, and a missing value is both.
/// </summary>
public static class TwoProportions
{
    private const double LeastExpected = 10;

    /// <summary>The probability that a share looks at least so much risen where it has not.</summary>
    /// <param name="then">Rows of the kind in the reference.</param>
    /// <param name="thenRows">All rows of the reference.</param>
    /// <param name="now">Rows of the kind in the current sample.</param>
    /// <param name="nowRows">All rows of the current sample.</param>
    public static double RisePValue(long then, long thenRows, long now, long nowRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(then);
        ArgumentOutOfRangeException.ThrowIfNegative(now);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(then, thenRows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(now, nowRows);
        if (thenRows == 0 || nowRows == 0 || now == 0)
        {
            return 1;
        }

        double kind = then + now, rows = thenRows + nowRows;
        var least = Math.Min(thenRows, nowRows) * Math.Min(kind, rows - kind) / rows;
        return least < LeastExpected ? Fisher(then, thenRows, now, nowRows) : Distributions.NormalUpper(Z(then, thenRows, now, nowRows));
    }

    /// <summary>The pooled z statistic; above 0 where the share has risen, 0 where there is nothing to compare.</summary>
    public static double Z(long then, long thenRows, long now, long nowRows)
    {
        double n = thenRows, m = nowRows;
        var share = (then + now) / (n + m);
        var spread = Math.Sqrt(share * (1 - share) * ((1 / n) + (1 / m)));
        return spread > 0 ? ((now / m) - (then / n)) / spread : 0;
    }

    /// <summary>Fisher's one-sided p-value: the hypergeometric probability of at least <paramref name="now"/>.</summary>
    public static double Fisher(long then, long thenRows, long now, long nowRows)
    {
        var (kind, rows) = (then + now, thenRows + nowRows);
        var most = Math.Min(kind, nowRows);
        double sum = 0, term = Math.Exp(LogChoose(kind, now) + LogChoose(rows - kind, nowRows - now) - LogChoose(rows, nowRows));
        for (var x = now; x <= most; x++)
        {
            sum += term;
            if (term < sum * 1e-17)
            {
                break;
            }

            // The ratio of one hypergeometric term to the one before.
            term *= (double)(kind - x) * (nowRows - x) / ((double)(x + 1) * (rows - kind - nowRows + x + 1));
        }

        return Math.Min(1, sum);
    }

    private static double LogChoose(long n, long k) =>
        Distributions.LogGamma(n + 1) - Distributions.LogGamma(k + 1) - Distributions.LogGamma(n - k + 1);
}
