using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;

namespace HotelCancellation.Training;

/// <summary>Encoded bookings, row by row, and their outcomes.</summary>
public sealed class FeatureMatrix
{
    private readonly float[] _values;

    private FeatureMatrix(float[] values, bool[] labels, float[]? weights, int width) => (_values, Labels, Weights, Width) = (values, labels, weights, width);

    /// <summary>Features of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Rows => Labels.Length;

    /// <summary>Whether each booking was cancelled.</summary>
    public bool[] Labels { get; }

    /// <summary>What each row weighs; null where all weigh 1.</summary>
    public float[]? Weights { get; }

    /// <summary>The numbers of all rows, one row after the other.</summary>
    internal ReadOnlyMemory<float> Values => _values;

    /// <summary>The numbers of a row.</summary>
    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * Width, Width);

    /// <summary>Encodes bookings as of the day they were made.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="bookings">The bookings, with their outcomes.</param>
    /// <param name="contexts">What was known of the bookings around them; null where nothing was.</param>
    public static FeatureMatrix AtBooking(FeatureEncoder encoder, IReadOnlyList<BookingEvent> bookings, MemoryContexts? contexts = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(bookings);
        var width = encoder.Width;
        var values = new float[bookings.Count * width];
        var labels = new bool[bookings.Count];
        Parallel.For(0, bookings.Count, i =>
        {
            var (booking, asOf) = (bookings[i].Booking, bookings[i].Booking.BookedOn);
            encoder.Encode(new BookingAt(booking, asOf, encoder.NeedsContext ? contexts?.Context(booking, asOf) : null), values.AsSpan(i * width, width));
            labels[i] = bookings[i].Status.IsCancellation();
        });
        return new FeatureMatrix(values, labels, null, width);
    }

    /// <summary>The same rows with some of their numbers alone.</summary>
    internal FeatureMatrix Columns(int[] columns)
    {
        var values = new float[Rows * columns.Length];
        Parallel.For(0, Rows, i =>
        {
            for (var c = 0; c < columns.Length; c++)
            {
                values[(i * columns.Length) + c] = _values[(i * Width) + columns[c]];
            }
        });
        return new FeatureMatrix(values, Labels, Weights, columns.Length);
    }

    /// <summary>Every so many of the rows, from the first on.</summary>
    internal FeatureMatrix Every(int step)
    {
        var rows = Enumerable.Range(0, (Rows + step - 1) / step).Select(i => i * step).ToArray();
        return step == 1 ? this : Of(Width, Array.ConvertAll(rows, r => Labels[r]), Weights is null ? null : Array.ConvertAll(rows, r => Weights[r]), (i, to) => Row(rows[i]).CopyTo(to));
    }

    /// <summary>Takes rows as they are.</summary>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="labels">Whether each row is a cancellation.</param>
    /// <param name="weights">What each row weighs; null for 1.</param>
    /// <param name="fill">Writes the numbers of a row; called by several threads.</param>
    internal static FeatureMatrix Of(int width, bool[] labels, float[]? weights, RowFiller fill)
    {
        var values = new float[labels.Length * width];
        Parallel.For(0, labels.Length, i => fill(i, values.AsSpan(i * width, width)));
        return new FeatureMatrix(values, labels, weights, width);
    }

    /// <summary>Writes the numbers of a row.</summary>
    internal delegate void RowFiller(int row, Span<float> numbers);
}
