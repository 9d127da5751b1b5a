using System.Runtime.CompilerServices;

namespace HotelCancellation.Bookings.Reading;

/// <summary>Rows of an NDJSON input: one object a line. Blank lines are not counted.</summary>
internal static class NdJsonRows
{
    public static async IAsyncEnumerable<BookingRow> ReadAsync(ByteWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rowNumber = 0L;
        var scanned = 0;
        var tooLong = false;
        var more = true;
        while (more)
        {
            var length = window.Pending[scanned..].IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += scanned;
                if (TryRead(window.Pending[..length], tooLong, ref rowNumber, out var row))
                {
                    yield return row;
                }

                window.Consume(length + 1);
                scanned = 0;
                tooLong = false;
                continue;
            }

            scanned = window.Pending.Length;
            if (window.IsFull)
            {
                // The line is longer than is allowed: what was read of it is let go, and so is the rest up to the line's end.
                if (!tooLong)
                {
                    rowNumber++;
                    yield return BookingJson.Faulty(rowNumber, window.Pending, "length", $"is longer than {scanned} bytes");
                }

                tooLong = true;
                window.Consume(scanned);
                scanned = 0;
            }

            more = await window.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        if (TryRead(window.Pending, tooLong, ref rowNumber, out var last))
        {
            yield return last;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> line, bool restOfTooLong, ref long rowNumber, out BookingRow row)
    {
        line = line.Trim(" \t\r"u8);
        row = default;
        if (restOfTooLong || line.IsEmpty)
        {
            return false;
        }

        if (rowNumber == 0 && line is [(byte)'{'])
        {
            throw new UnreadableInputException(
                "The input is a JSON object over several lines. One object a line (NDJSON), a JSON array or CSV is expected.");
        }

        row = BookingJson.Read(line, ++rowNumber);
        return true;
    }
}
