namespace HotelCancellation.Monitoring.Statistics;

/// <summary>Tail probabilities and quantiles of the distributions that the tests use.</summary>
public static class Distributions
{
    private const double Tiny = 1e-300;
    private const int MaxTerms = 10_000;

    // C. Lanczos, A precision approximation of the gamma function, SIAM J. Numer. Anal. B 1 (1964), with g = 7 and nine terms.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The probability that a chi-square variable is at least <paramref name="value"/>: Q(df/2, value/2) of DLMF 8.2.4.</summary>
    /// <param name="value">0 or more.</param>
    /// <param name="degrees">Degrees of freedom; with 0 the variable is always 0.</param>
    public static double ChiSquareUpper(double value, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degrees);
        return value <= 0 || degrees == 0 ? 1 : GammaUpper(degrees / 2.0, value / 2);
    }

    /// <summary>The value that a chi-square variable reaches with probability <paramref name="alpha"/>, by bisection of <see cref="ChiSquareUpper"/>.</summary>
    /// <param name="alpha">Above 0 and below 1.</param>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    public static double ChiSquareCritical(double alpha, int degrees)
    {
        ThrowUnlessShare(alpha);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        double low = 0, high = degrees;
        while (ChiSquareUpper(high, degrees) > alpha)
        {
            high *= 2;
        }

        for (var i = 0; i < 200 && high - low > 1e-14 * high; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = ChiSquareUpper(middle, degrees) > alpha ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The probability that a standard normal variable is at least <paramref name="z"/>: half of Q(1/2, z^2/2).</summary>
    public static double NormalUpper(double z) => z switch
    {
        0 => 0.5,
        > 0 => GammaUpper(0.5, z * z / 2) / 2,
        _ => 1 - (GammaUpper(0.5, z * z / 2) / 2),
    };

    /// <summary>The standard normal variable's quantile.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    public static double NormalQuantile(double probability)
    {
        ThrowUnlessShare(probability);
        var tail = Math.Min(probability, 1 - probability);

        // The square of a standard normal variable is chi-square with one degree of freedom.
        var z = tail == 0.5 ? 0 : Math.Sqrt(ChiSquareCritical(2 * tail, 1));
        return probability < 0.5 ? -z : z;
    }

    /// <summary>The logarithm of the gamma function (Lanczos 1964), for arguments above 0.</summary>
    public static double LogGamma(double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        }

        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (x - 1 + i);
        }

        var t = x - 1 + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x - 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    // Q(a, x): below a + 1 by the series of DLMF 8.11.4 (of its complement), above by the continued fraction of DLMF 8.9.2, evaluated by
    // W. Lentz's method as I. Thompson and A. Barnett modified it (J. Comput. Phys. 64, 1986).
    private static double GammaUpper(double a, double x)
    {
        if (double.IsPositiveInfinity(x))
        {
            return 0;
        }

        var scale = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            var term = 1 / a;
            var sum = term;
            for (var k = 1; k < MaxTerms && term > sum * 1e-17; k++)
            {
                term *= x / (a + k);
                sum += term;
            }

            return Math.Max(0, 1 - (scale * sum));
        }

        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var fraction = d;
        for (var k = 1; k < MaxTerms; k++)
        {
            var numerator = -k * (k - a);
            b += 2;
            d = 1 / NotZero((numerator * d) + b);
            c = NotZero(b + (numerator / c));
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-16)
            {
                break;
            }
        }

        return scale * fraction;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static void ThrowUnlessShare(double value)
    {
        if (value is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A probability above 0 and below 1 is needed.");
        }
    }
}
