namespace HotelCancellation.Monitoring.Sketches;

/// <summary>
/// Latencies in cells of which each is 2 % wider than the one before, from a microsecond to ten minutes: a quantile is within 1 % of that of the raw rows, and merging is addition,
/// exact in any order. C. Masson, J. Rim and H. Lee, <i>DDSketch</i>, PVLDB 12 (2019), with a fixed range. 8 KB whatever the traffic. Not safe for concurrent use: one a counter, merged
/// later.
/// </summary>
public sealed class LatencySketch
{
    /// <summary>How far a quantile may be off, as a share of it.</summary>
    public const double RelativeError = 0.01;

    private const double Growth = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double LogGrowth = Math.Log(Growth);
    private static readonly int Cells = CellOf(TimeSpan.FromMinutes(10).TotalMicroseconds) + 1;

    private readonly long[] _rows = new long[Cells];

    /// <summary>Rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds a row; what is beyond the range counts at its end.</summary>
    public void Add(TimeSpan latency)
    {
        _rows[Math.Min(Cells - 1, CellOf(latency.TotalMicroseconds))]++;
        Rows++;
    }

    /// <summary>Adds what another sketch has counted.</summary>
    public void Absorb(LatencySketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var cell = 0; cell < Cells; cell++)
        {
            _rows[cell] += other._rows[cell];
        }

        Rows += other.Rows;
    }

    /// <summary>The latency that a share of the rows does not exceed; null without rows.</summary>
    /// <param name="share">Above 0, up to 1.</param>
    public TimeSpan? Quantile(double share)
    {
        if (share is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share above 0 and up to 1 is needed.");
        }

        var left = Math.Max(1, (long)Math.Ceiling(share * Rows));
        for (var cell = 0; cell < Cells; cell++)
        {
            if ((left -= _rows[cell]) <= 0)
            {
                // In the middle of its cell, so that it is as far from either end by the share that is allowed.
                return TimeSpan.FromMicroseconds(cell == 0 ? 1 : 2 * Math.Pow(Growth, cell) / (Growth + 1));
            }
        }

        return null;
    }

    /// <summary>Rows that took longer; those within <see cref="RelativeError"/> of it are not told apart, and do not count.</summary>
    public long Above(TimeSpan latency) => _rows.AsSpan(Math.Min(Cells, CellOf(latency.TotalMicroseconds) + 1)).ToArray().Sum();

    // Cell i has what is above Growth^(i - 1) and up to Growth^i microseconds.
    private static int CellOf(double microseconds) => microseconds <= 1 ? 0 : (int)Math.Ceiling(Math.Log(microseconds) / LogGrowth);
}
