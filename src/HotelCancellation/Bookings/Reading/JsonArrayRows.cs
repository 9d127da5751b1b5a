using System.Runtime.CompilerServices;

namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// Elements of a JSON array. The array's structure (brackets, braces, strings, commas) is followed here, byte by byte and one element at
/// a time; what an element holds is for <see cref="BookingJson"/>, so that a bad one does not end the reading.
/// </summary>
internal static class JsonArrayRows
{
    public static async IAsyncEnumerable<BookingRow> ReadAsync(ByteWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scanner = new JsonElementScanner();
        var rowNumber = 0L;
        var tooLong = false;
        while (true)
        {
            var result = scanner.Scan(window.Pending);
            if (result is ScanResult.Broken)
            {
                throw Broken(rowNumber, scanner.Problem);
            }

            if (result is ScanResult.Element)
            {
                if (!tooLong)
                {
                    rowNumber++;
                    yield return BookingJson.Read(window.Pending[scanner.ElementStart..scanner.Position], rowNumber);
                }

                tooLong = false;
            }
            else if (scanner.InElement && window.IsFull && scanner.ElementStart == 0 && !tooLong)
            {
                tooLong = true;
                rowNumber++;
                yield return BookingJson.Faulty(rowNumber, window.Pending, "length", $"is longer than {window.Pending.Length} bytes");
            }

            // What belongs to no element that is still wanted is let go.
            window.Consume(scanner.Forget(keepElement: !tooLong));

            if (result is not ScanResult.Element && !await window.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                break;
            }
        }

        if (!scanner.AtEnd)
        {
            throw Broken(rowNumber, "the input ends before the array does");
        }
    }

    private static UnreadableInputException Broken(long afterRow, string problem) =>
        new($"The JSON array is broken after row {afterRow}: {problem}.") { AfterRow = afterRow };
}
