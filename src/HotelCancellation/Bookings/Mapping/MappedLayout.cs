using System.Globalization;
using HotelCancellation.Bookings.Reading;
using Sylvan.Data.Csv;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>A layout as a mapping describes it.</summary>
internal sealed class MappedLayout : CsvLayout
{
    // What others are made of comes first.
    private static readonly int[] Order =
        [FieldIndex.ArrivalDate, FieldIndex.BookedOn, FieldIndex.WeekendNights, FieldIndex.WeekNights, .. Enumerable.Range(0, BookingField.All.Count)
            .Except([FieldIndex.ArrivalDate, FieldIndex.BookedOn, FieldIndex.WeekendNights, FieldIndex.WeekNights])];

    private readonly MappedField[] _fields;
    private readonly MappedRow _row;

    /// <exception cref="MappingException">The mapping is not ready.</exception>
    /// <exception cref="UnreadableInputException">The header lacks a column, or has it twice.</exception>
    public MappedLayout(BookingMapping mapping, string[] header)
    {
        mapping.EnsureReady();
        _row = new MappedRow(mapping.Missing);
        _fields = [.. Order.Where(i => mapping.Fields.TryGetValue(BookingField.All[i].Name, out var rule) && rule.HasSource)
            .Select(i => new MappedField(i, mapping.Fields[BookingField.All[i].Name], name => Column(header, name, BookingField.All[i].Name)))
            .OrderBy(f => f.IsCopy)];
    }

    public override void Read(CsvDataReader csv, BookingDraft draft, long rowNumber)
    {
        _row.Begin(csv, draft, rowNumber);
        foreach (var field in _fields)
        {
            field.Read(_row);
        }
    }

    private static int Column(string[] header, string name, string field)
    {
        var found = Array.FindIndex(header, h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found < 0)
        {
            throw new UnreadableInputException($"The header lacks the column '{name}' that the mapping reads {field} from. It has: {string.Join(", ", header)}.");
        }

        var again = Array.FindIndex(header, found + 1, h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
        return again < 0 ? found : throw new UnreadableInputException(string.Create(
            CultureInfo.InvariantCulture, $"The column '{name}' that the mapping reads {field} from is given twice: as column {found + 1} and as column {again + 1}."));
    }
}
