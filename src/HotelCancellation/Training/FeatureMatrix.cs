using HotelCancellation.Bookings;
using HotelCancellation.Features;

namespace HotelCancellation.Training;

/// <summary>Encoded bookings, row by row, and their outcomes.</summary>
public sealed class FeatureMatrix
{
    private readonly float[] _values;

    private FeatureMatrix(float[] values, bool[] labels, int width) => (_values, Labels, Width) = (values, labels, width);

    /// <summary>Features of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Rows => Labels.Length;

    /// <summary>Whether each booking was cancelled.</summary>
    public bool[] Labels { get; }

    /// <summary>The numbers of a row.</summary>
    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * Width, Width);

    /// <summary>Encodes bookings as of the day they were made.</summary>
    public static FeatureMatrix AtBooking(FeatureEncoder encoder, IReadOnlyList<BookingEvent> bookings)
    {
        var width = encoder.Width;
        var values = new float[bookings.Count * width];
        var labels = new bool[bookings.Count];
        Parallel.For(0, bookings.Count, i =>
        {
            encoder.Encode(new BookingAt(bookings[i].Booking, bookings[i].Booking.BookedOn), values.AsSpan(i * width, width));
            labels[i] = bookings[i].Status.IsCancellation();
        });
        return new FeatureMatrix(values, labels, width);
    }
}
