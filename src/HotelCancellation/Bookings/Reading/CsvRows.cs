using System.Runtime.CompilerServices;
using System.Text;
using HotelCancellation.Bookings.Mapping;
using Sylvan.Data.Csv;

namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// Rows of a CSV file (RFC 4180) with a header. The separator is the one of comma, semicolon, tab and <c>|</c> that the header has most of.
/// </summary>
internal static class CsvRows
{
    public static async IAsyncEnumerable<BookingRow> ReadAsync(
        Stream stream, int maxRowLength, BookingMapping? mapping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var rowNumber = 0L;
        CsvDataReader csv;
        try
        {
            csv = await CsvDataReader.CreateAsync(text, Options(maxRowLength), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException)
        {
            throw Broken(rowNumber, maxRowLength, e);
        }

        await using (csv.ConfigureAwait(false))
        {
            var layout = CsvLayout.Of(csv, mapping);
            var draft = new BookingDraft();
            while (true)
            {
                try
                {
                    if (!await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException)
                {
                    throw Broken(rowNumber, maxRowLength, e);
                }

                if (!IsBlank(csv))
                {
                    yield return Read(csv, layout, draft, ++rowNumber);
                }
            }
        }
    }

    internal static CsvDataReaderOptions Options(int maxRowLength) => new()
    {
        // In the standard style one stray quote would end the reading; in this one it spoils its own row.
        CsvStyle = CsvStyle.Lax,

        // Nothing is a comment: a row that begins with '#' is a booking. U+FFFF is no character of any text.
        Comment = '\uffff',
        BufferSize = maxRowLength,
        MaxBufferSize = maxRowLength,
        OwnsReader = false,
    };

    private static bool IsBlank(CsvDataReader csv) => csv.RowFieldCount <= 1 && csv.GetFieldSpan(0).IsWhiteSpace();

    private static BookingRow Read(CsvDataReader csv, CsvLayout layout, BookingDraft draft, long rowNumber)
    {
        draft.Clear();
        var raw = csv.GetRawRecordSpan();
        var quotes = raw.Count('"');
        if (quotes % 2 != 0)
        {
            return Faulty(rowNumber, raw, "quotes", "has a quote that is not closed, or not doubled inside a quoted value");
        }

        if (csv.RowFieldCount != csv.FieldCount)
        {
            return Faulty(rowNumber, raw, "columns", $"has {csv.RowFieldCount} values where the header has {csv.FieldCount} columns");
        }

        layout.Read(csv, draft, rowNumber);
        return draft.Finish(rowNumber) with { IsLife = layout.IsLife };
    }

    private static BookingRow Faulty(long rowNumber, ReadOnlySpan<char> raw, string rule, string message)
    {
        raw = raw.TrimEnd();
        var lines = raw.Count('\n') + 1;
        return new BookingRow(rowNumber, null, [FieldFault.Of("", raw, rule, lines == 1 ? message : $"{message}; the row spans {lines} lines")]);
    }

    private static UnreadableInputException Broken(long afterRow, int maxRowLength, Exception cause) =>
        new($"The row after row {afterRow} is longer than {maxRowLength} characters, or its quotes are broken: is a quote not closed there?", cause)
        {
            AfterRow = afterRow,
        };
}
