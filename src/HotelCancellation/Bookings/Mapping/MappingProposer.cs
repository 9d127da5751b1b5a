using System.Globalization;
using System.Text;
using HotelCancellation.Bookings.Reading;
using Sylvan.Data.Csv;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>Proposes a mapping from the names of a CSV file's columns and the values of its first rows.</summary>
public static class MappingProposer
{
    /// <summary>How many rows are looked at where nothing else is said.</summary>
    public const int UsualRows = 5000;

    private const int LongestRow = 64 * 1024;

    /// <summary>Proposes a mapping. What the values leave open becomes a question; nothing is guessed.</summary>
    /// <param name="stream">CSV with a header, in UTF-8. It is left open.</param>
    /// <param name="rows">How many rows to look at; memory grows with it and with nothing else.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="UnreadableInputException">The input is no CSV with a header and rows.</exception>
    public static async Task<BookingMapping> ProposeAsync(Stream stream, int rows, CancellationToken cancellationToken)
    {
        using var window = new ByteWindow(stream, LongestRow);
        if (await InputSniffer.StartAsync(window, BookingFormat.Recognise, cancellationToken).ConfigureAwait(false) != BookingFormat.Csv)
        {
            throw new UnreadableInputException("A mapping is for CSV; JSON is read by the contract's names.");
        }

        var columns = await SampleAsync(new ByteWindowStream(window), rows, cancellationToken).ConfigureAwait(false);
        return new MappingDraft(columns, Synonyms.Default).Propose();
    }

    private static async Task<List<ColumnSample>> SampleAsync(Stream stream, int rows, CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        try
        {
            var csv = await CsvDataReader.CreateAsync(text, CsvRows.Options(LongestRow), cancellationToken).ConfigureAwait(false);
            await using (csv.ConfigureAwait(false))
            {
                var columns = Enumerable.Range(0, csv.FieldCount).Select(i => new ColumnSample(csv.GetName(i).Trim())).ToList();
                var read = 0;
                for (; read < rows && await csv.ReadAsync(cancellationToken).ConfigureAwait(false); read++)
                {
                    for (var i = 0; csv.RowFieldCount == columns.Count && i < columns.Count; i++)
                    {
                        var value = csv.GetFieldSpan(i).Trim().ToString();
                        if (value.Length > 0 && !BookingMapping.UsualMissing.Contains(value, StringComparer.Ordinal))
                        {
                            columns[i].Values.Add(value);
                        }
                    }
                }

                return read > 0 ? columns : throw new UnreadableInputException("The file has no rows below its header; a mapping needs some to look at.");
            }
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException)
        {
            throw new UnreadableInputException(string.Create(CultureInfo.InvariantCulture, $"A row is longer than {LongestRow} characters, or its quotes are broken."), e);
        }
    }
}
