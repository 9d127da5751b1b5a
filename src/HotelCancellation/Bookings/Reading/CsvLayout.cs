using HotelCancellation.Bookings.Mapping;
using Sylvan.Data.Csv;

namespace HotelCancellation.Bookings.Reading;

/// <summary>Which column of a CSV file holds which field.</summary>
internal abstract class CsvLayout
{
    /// <summary>Whether a row tells a booking's whole life.</summary>
    public virtual bool IsLife => false;

    /// <summary>Sets the fields of one row, which has as many values as the header.</summary>
    public abstract void Read(CsvDataReader csv, BookingDraft draft, long rowNumber);

    /// <summary>The layout of a header.</summary>
    /// <exception cref="UnreadableInputException">Columns are missing or given twice.</exception>
    /// <exception cref="MappingException">The mapping is not ready.</exception>
    public static CsvLayout Of(CsvDataReader csv, BookingMapping? mapping)
    {
        var header = new string[csv.FieldCount];
        for (var i = 0; i < header.Length; i++)
        {
            header[i] = csv.GetName(i).Trim();
        }

        if (mapping is not null)
        {
            return new MappedLayout(mapping, header);
        }

        return PublicLayout.Recognises(header) ? new PublicLayout(header) : new CanonicalLayout(header);
    }

    /// <summary>The column of each name, or -1.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="find">The index of a name among those of the layout, or -1 for a column that is not read.</param>
    /// <param name="names">The names of the layout, for messages.</param>
    /// <param name="required">Whether the column must be there.</param>
    /// <param name="layout">The layout, for messages.</param>
    protected static int[] Locate(string[] header, Func<string, int> find, IReadOnlyList<string> names, Func<int, bool> required, string layout)
    {
        var columns = new int[names.Count];
        Array.Fill(columns, -1);
        for (var column = 0; column < header.Length; column++)
        {
            var index = find(header[column]);
            if (index < 0)
            {
                continue;
            }

            if (columns[index] >= 0)
            {
                throw new UnreadableInputException(
                    $"The column {names[index]} is given twice: as column {columns[index] + 1} and as column {column + 1}.");
            }

            columns[index] = column;
        }

        var missing = Enumerable.Range(0, names.Count).Where(i => columns[i] < 0 && required(i)).Select(i => names[i]).ToList();
        if (missing.Count == 0)
        {
            return columns;
        }

        var hint = header.Length == 1 ? " The header has one column only: values are separated by a comma, a semicolon, a tab or '|'." : "";
        throw new UnreadableInputException(
            $"The header of the {layout} lacks {(missing.Count == 1 ? "the column" : "the columns")} {string.Join(", ", missing)}.{hint}");
    }
}
