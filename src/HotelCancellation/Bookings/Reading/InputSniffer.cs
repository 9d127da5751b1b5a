namespace HotelCancellation.Bookings.Reading;

/// <summary>Looks at the first bytes of an input: skips a byte order mark, tells the format, and refuses what is no text.</summary>
internal static class InputSniffer
{
    /// <summary>The longest of the signatures below.</summary>
    private const int BytesNeeded = 6;

    public static async ValueTask<BookingFormat> StartAsync(ByteWindow window, BookingFormat format, CancellationToken cancellationToken)
    {
        while (window.Pending.Length < BytesNeeded && await window.FillAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        if (KindOfBinary(window.Pending) is { } kind)
        {
            throw new UnreadableInputException($"The input is {kind}. Text in UTF-8 is expected: CSV, NDJSON or a JSON array.");
        }

        if (window.Pending.StartsWith("\uFEFF"u8))
        {
            window.Consume(3);
        }

        while (true)
        {
            var blank = window.Pending.IndexOfAnyExcept(" \t\r\n"u8);
            if (blank >= 0)
            {
                window.Consume(blank);
                break;
            }

            window.Consume(window.Pending.Length);
            if (!await window.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new UnreadableInputException("The input is empty. Bookings are expected as CSV with a header, NDJSON or a JSON array.");
            }
        }

        return (format, window.Pending[0]) switch
        {
            (BookingFormat.Recognise, (byte)'[') => BookingFormat.JsonArray,
            (BookingFormat.Recognise, (byte)'{') => BookingFormat.NdJson,
            (BookingFormat.Recognise, _) => BookingFormat.Csv,
            (BookingFormat.NdJson, (byte)'[') => throw new UnreadableInputException(
                "The input is a JSON array where one JSON object a line (NDJSON) is expected; send an array as application/json."),
            (BookingFormat.JsonArray, not (byte)'[') => throw new UnreadableInputException(
                "The input is no JSON array: it does not begin with '['. One JSON object a line goes as application/x-ndjson."),
            _ => format,
        };
    }

    private static string? KindOfBinary(ReadOnlySpan<byte> start) => start switch
    {
        [0x1f, 0x8b, ..] => "compressed (gzip); unpack it first",
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "compressed (xz); unpack it first",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "compressed (zstd); unpack it first",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive or a spreadsheet; unpack it, or save it as CSV",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "a Parquet file",
        [0xff, 0xfe, ..] or [0xfe, 0xff, ..] => "in UTF-16; save it as UTF-8",
        _ when start.Contains((byte)0) => "binary",
        _ => null,
    };
}
