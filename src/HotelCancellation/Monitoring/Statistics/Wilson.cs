namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// The score interval of a share. E. B. Wilson, <i>Probable inference, the law of succession, and statistical inference</i>, JASA 22 (1927).
/// </summary>
public static class Wilson
{
    /// <summary>The interval.</summary>
    /// <param name="hits">Rows of the kind, 0 to <paramref name="rows"/>.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <param name="designEffect">By how much rows that come together are worth less than independent ones, 1 or more.</param>
    public static Interval Of(long hits, long rows, double confidence = Interval.DefaultConfidence, double designEffect = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(designEffect, 1);
        if (rows == 0)
        {
            return Interval.None;
        }

        var (z, n, share) = (Interval.Z(confidence), rows / designEffect, (double)hits / rows);
        var centre = (share + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n))) / (1 + (z * z / n));
        return new Interval(share, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
