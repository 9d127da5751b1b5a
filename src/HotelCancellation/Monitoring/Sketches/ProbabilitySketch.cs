namespace HotelCancellation.Monitoring.Sketches;

/// <summary>
/// Probabilities in 256 bins of equal width, of which the one with the threshold is divided there, with rows, sum of p and sum of p^2 of
/// each. That is enough for mean, calibration and <see cref="Statistics.Cbpe"/>. Sums are kept in whole multiples of 2^-30, so that merging
/// is exact in any order. 6 KB whatever the traffic. Not safe for concurrent use: one a writer, merged later.
/// </summary>
public sealed class ProbabilitySketch
{
    /// <summary>Bins of equal width.</summary>
    public const int Width = 256;

    /// <summary>All bins: the one with the threshold counts twice.</summary>
    public const int Bins = Width + 1;

    private const double One = 1L << 30;
    private const byte Kind = 3;

    private readonly long[] _rows = new long[Bins];
    private readonly long[] _sums = new long[Bins];
    private readonly long[] _squares = new long[Bins];

    /// <summary>An empty sketch.</summary>
    /// <param name="threshold">From this probability on a booking is said to be cancelled, 0 to 1.</param>
    public ProbabilitySketch(double threshold)
    {
        ThrowUnlessShare(threshold);
        Threshold = threshold;
    }

    /// <summary>From this probability on a booking is said to be cancelled.</summary>
    public double Threshold { get; }

    /// <summary>Rows.</summary>
    public long Rows => _rows.Sum();

    /// <summary>Sum of p: the expected cancellations.</summary>
    public double Sum => _sums.Sum() / One;

    /// <summary>Sum of p^2.</summary>
    public double Squares => _squares.Sum() / One;

    /// <summary>Sum of p (1 - p): the variance of the number of cancellations of independent bookings.</summary>
    public double Variance => Sum - Squares;

    /// <summary>Mean probability; NaN where there is no row.</summary>
    public double Mean => Sum / Rows;

    /// <summary>Rows of a bin.</summary>
    public long RowsOf(int bin) => _rows[bin];

    /// <summary>Sum of p of a bin.</summary>
    public double SumOf(int bin) => _sums[bin] / One;

    /// <summary>The least probability of a bin. Those of two bins are never equal, but where the threshold is an edge anyhow; then the lower is empty.</summary>
    public double PlaceOf(int bin)
    {
        var split = BinOf(Threshold);
        return bin == split ? Threshold : (bin < split ? bin : bin - 1) / (double)Width;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="probability">0 to 1.</param>
    public void Add(double probability)
    {
        ThrowUnlessShare(probability);
        var bin = BinOf(probability);
        _rows[bin]++;
        _sums[bin] += (long)Math.Round(probability * One);
        _squares[bin] += (long)Math.Round(probability * probability * One);
    }

    /// <summary>Adds what another sketch has counted.</summary>
    /// <exception cref="ArgumentException">It has another threshold.</exception>
    public void Absorb(ProbabilitySketch other)
    {
        if (other.Threshold != Threshold)
        {
            throw new ArgumentException($"A sketch with the threshold {other.Threshold}; one with {Threshold} is needed.", nameof(other));
        }

        for (var bin = 0; bin < Bins; bin++)
        {
            _rows[bin] += other._rows[bin];
            _sums[bin] += other._sums[bin];
            _squares[bin] += other._squares[bin];
        }
    }

    /// <summary>What both have counted.</summary>
    public static ProbabilitySketch Merge(ProbabilitySketch a, ProbabilitySketch b)
    {
        var merged = new ProbabilitySketch(a.Threshold);
        merged.Absorb(a);
        merged.Absorb(b);
        return merged;
    }

    /// <summary>The sketch as bytes, the first of them the version of the format.</summary>
    public byte[] ToBytes()
    {
        using var writer = new SketchWriter(Kind);
        writer.Write(Threshold);
        writer.Write(_rows);
        writer.Write(_sums);
        writer.Write(_squares);
        return writer.ToArray();
    }

    /// <summary>The sketch that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such sketch.</exception>
    public static ProbabilitySketch FromBytes(byte[] bytes)
    {
        using var reader = new SketchReader(bytes, Kind);
        var threshold = reader.ReadDouble();
        var sketch = threshold is >= 0 and <= 1 ? new ProbabilitySketch(threshold) : throw SketchReader.Broken("its threshold is no share");
        reader.ReadInto(sketch._rows);
        reader.ReadInto(sketch._sums);
        reader.ReadInto(sketch._squares);
        reader.End();
        return sketch;
    }

    private int BinOf(double probability) => Math.Min(Width - 1, (int)(probability * Width)) + (probability >= Threshold ? 1 : 0);

    private static void ThrowUnlessShare(double value)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A probability of 0 to 1 is needed.");
        }
    }
}
