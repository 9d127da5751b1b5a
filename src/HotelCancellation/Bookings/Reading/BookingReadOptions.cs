using HotelCancellation.Bookings.Mapping;

namespace HotelCancellation.Bookings.Reading;

/// <summary>How an input of bookings is written.</summary>
public enum BookingFormat
{
    /// <summary>Told from the first characters: <c>[</c> is a JSON array, <c>{</c> is NDJSON, all else is CSV.</summary>
    Recognise,

    /// <summary>CSV with a header, in the canonical or the public layout; the header tells which.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    NdJson,

    /// <summary>One JSON array of objects.</summary>
    JsonArray,
}

/// <summary>How to read bookings, and what is too much.</summary>
public sealed record BookingReadOptions
{
    /// <summary>The defaults.</summary>
    public static BookingReadOptions Default { get; } = new();

    /// <summary>The format; over HTTP the content type decides.</summary>
    /// <value>Default: <see cref="BookingFormat.Recognise"/>.</value>
    public BookingFormat Format { get; init; }

    /// <summary>How another layout of CSV is read.</summary>
    /// <value>Default: none; the layout is recognised.</value>
    public BookingMapping? Mapping { get; init; }

    /// <summary>
    /// The longest row, in bytes (in characters for CSV). A longer JSON line or element is one faulty row; a longer CSV row ends
    /// the reading, because it is nearly always a quote that is never closed.
    /// </summary>
    /// <value>Default: 65,536; at least 1,024.</value>
    public int MaxRowLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1024);
            field = value;
        }
    } = 64 * 1024;

    /// <summary>The most rows, faulty ones included; one more ends the reading with an <see cref="UnreadableInputException"/>.</summary>
    /// <value>Default: no limit.</value>
    public long MaxRows { get; init; } = long.MaxValue;
}
