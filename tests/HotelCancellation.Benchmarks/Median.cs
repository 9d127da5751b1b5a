namespace HotelCancellation.Benchmarks;

/// <summary>The middle of some measurements, which a disturbed round does not move.</summary>
internal static class Median
{
    /// <summary>The median; the mean of the two middle ones where their number is even.</summary>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
