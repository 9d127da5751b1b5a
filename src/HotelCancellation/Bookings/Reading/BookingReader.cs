using System.Runtime.CompilerServices;

namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// Reads bookings from a stream, row by row and in flat memory, whatever the format: CSV in the canonical or the public
/// layout, NDJSON, or a JSON array.
/// </summary>
public static class BookingReader
{
    /// <summary>
    /// Reads all rows. A row that cannot be read is given with its faults and the rest go on; no expectation about values
    /// is checked here.
    /// </summary>
    /// <param name="stream">The input, in UTF-8 with or without a byte order mark. It is left open.</param>
    /// <param name="options">The format, and what is too much.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="UnreadableInputException">
    /// While the rows are taken: the input is empty, is no text, lacks columns, is broken in its structure, or has too many rows.
    /// </exception>
    /// <exception cref="Mapping.MappingException">While the first row is taken: the mapping has open questions, or lacks a required field.</exception>
    public static async IAsyncEnumerable<BookingRow> ReadAsync(
        Stream stream, BookingReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var window = new ByteWindow(stream, options.MaxRowLength);
        var format = await InputSniffer.StartAsync(window, options.Format, cancellationToken).ConfigureAwait(false);
        if (options.Mapping is not null && format != BookingFormat.Csv)
        {
            throw new UnreadableInputException("A mapping is for CSV; JSON is read by the contract's names.");
        }

        var rows = format switch
        {
            BookingFormat.Csv => CsvRows.ReadAsync(new ByteWindowStream(window), options.MaxRowLength, options.Mapping, cancellationToken),
            BookingFormat.NdJson => NdJsonRows.ReadAsync(window, cancellationToken),
            _ => JsonArrayRows.ReadAsync(window, cancellationToken),
        };
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (row.RowNumber > options.MaxRows)
            {
                throw new UnreadableInputException($"The input has more than {options.MaxRows} rows, the most that is taken at once.")
                {
                    AfterRow = options.MaxRows,
                    TooManyRows = true,
                };
            }

            yield return row;
        }
    }
}
