using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring.Sketches;

/// <summary>Probabilities of bookings whose outcome is known: a sketch of those that were cancelled and one of those that were kept.</summary>
/// <param name="threshold">From this probability on a booking is said to be cancelled, 0 to 1.</param>
public sealed class OutcomeSketch(double threshold)
{
    /// <summary>Those that were cancelled.</summary>
    public ProbabilitySketch Cancelled { get; private init; } = new(threshold);

    /// <summary>Those that were not.</summary>
    public ProbabilitySketch Kept { get; private init; } = new(threshold);

    /// <summary>All of them.</summary>
    public ProbabilitySketch All => ProbabilitySketch.Merge(Cancelled, Kept);

    /// <summary>Adds a row.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="cancelled">What became of it.</param>
    public void Add(double probability, bool cancelled) => (cancelled ? Cancelled : Kept).Add(probability);

    /// <summary>What both have counted.</summary>
    public static OutcomeSketch Merge(OutcomeSketch a, OutcomeSketch b) => new(a.Cancelled.Threshold)
    {
        Cancelled = ProbabilitySketch.Merge(a.Cancelled, b.Cancelled),
        Kept = ProbabilitySketch.Merge(a.Kept, b.Kept),
    };

    /// <summary>What came of the predictions; the area under the curve to within its margin, the rest as from raw rows.</summary>
    public Performance Performance() => Statistics.Performance.OfWeights(
        [.. Enumerable.Range(0, ProbabilitySketch.Bins).Select(b => (All.PlaceOf(b), Cancelled.RowsOf(b) + Kept.RowsOf(b), (double)Cancelled.RowsOf(b))).Where(b => b.Item2 > 0)],
        Cancelled.Threshold,
        Cancelled.Squares + Kept.Squares - (2 * Cancelled.Sum) + Cancelled.Rows);

    /// <summary>What <see cref="Cbpe"/> would have said of them.</summary>
    public Performance Estimate() => Cbpe.OfSketch(All);

    /// <summary>The expected calibration error over bins of equal width.</summary>
    /// <param name="bins">A divisor of 256.</param>
    public double CalibrationError(int bins = 16) => Statistics.CalibrationError.Of(CalibrationCurve(bins));

    /// <summary>For each of some bins of equal width its rows, expected and actual cancellations.</summary>
    /// <param name="bins">A divisor of 256.</param>
    public IReadOnlyList<(long Rows, double Expected, long Cancelled)> CalibrationCurve(int bins = 16)
    {
        if (bins < 1 || ProbabilitySketch.Width % bins != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "A divisor of 256 is needed.");
        }

        var curve = new (long Rows, double Expected, long Cancelled)[bins];
        for (var b = 0; b < ProbabilitySketch.Bins; b++)
        {
            ref var bin = ref curve[Math.Min(bins - 1, (int)(Cancelled.PlaceOf(b) * bins))];
            bin = (bin.Rows + Cancelled.RowsOf(b) + Kept.RowsOf(b), bin.Expected + Cancelled.SumOf(b) + Kept.SumOf(b), bin.Cancelled + Cancelled.RowsOf(b));
        }

        return curve;
    }

    /// <summary>The sketch as bytes.</summary>
    public byte[] ToBytes()
    {
        var (cancelled, kept) = (Cancelled.ToBytes(), Kept.ToBytes());
        return [.. BitConverter.GetBytes(cancelled.Length), .. cancelled, .. kept];
    }

    /// <summary>The sketch that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such sketch.</exception>
    public static OutcomeSketch FromBytes(byte[] bytes)
    {
        var length = bytes.Length < 4 ? -1 : BitConverter.ToInt32(bytes);
        if (length < 0 || length > bytes.Length - 4)
        {
            throw SketchReader.Broken("it is cut off");
        }

        var (cancelled, kept) = (ProbabilitySketch.FromBytes(bytes[4..(4 + length)]), ProbabilitySketch.FromBytes(bytes[(4 + length)..]));
        return cancelled.Threshold == kept.Threshold
            ? new OutcomeSketch(cancelled.Threshold) { Cancelled = cancelled, Kept = kept }
            : throw SketchReader.Broken("its halves have different thresholds");
    }
}
