namespace HotelCancellation.Simulation;

/// <summary>
/// Exponential and logarithm from additions, multiplications and divisions alone, which IEEE 754 rounds in one way only. Those
/// of <see cref="Math"/> come from each platform's own library and may differ in the last bit, which would make a seed mean
/// different bookings on different machines. Relative error below 1e-14.
/// </summary>
internal static class StableMath
{
    private const double Ln2 = 0.693147180559945309417;

    /// <summary>e to the power of <paramref name="x"/>; 0 below -700, e^700 above 700.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
        {
            return 0;
        }

        x = Math.Min(x, 700);
        var k = Math.Floor((x / Ln2) + 0.5);
        var r = x - (k * Ln2); // |r| <= ln(2)/2: 15 terms of the series leave less than 1e-19
        var sum = 1.0;
        for (var i = 14; i >= 1; i--)
        {
            sum = 1 + (r * sum / i);
        }

        return sum * BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
    }

    /// <summary>Natural logarithm of a positive, normal number.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | (1023L << 52));
        if (m > 1.4142135623730951)
        {
            m /= 2;
            exponent++;
        }

        // ln m = 2 artanh((m - 1) / (m + 1)), and |s| <= 0.172: twelve odd terms leave less than 1e-19.
        var s = (m - 1) / (m + 1);
        var square = s * s;
        var sum = 0.0;
        for (var i = 23; i >= 1; i -= 2)
        {
            sum = (sum * square) + (1.0 / i);
        }

        return (exponent * Ln2) + (2 * s * sum);
    }

    /// <summary><paramref name="x"/> (positive) to the power of <paramref name="y"/>.</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));
}
