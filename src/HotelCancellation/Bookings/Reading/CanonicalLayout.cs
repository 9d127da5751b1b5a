using Sylvan.Data.Csv;

namespace HotelCancellation.Bookings.Reading;

/// <summary>The contract's own names in camelCase or snake_case, in any order; other columns are noted, not read.</summary>
internal sealed class CanonicalLayout(string[] header) : CsvLayout
{
    private readonly int[] _columns = Locate(
        header,
        name => BookingField.IndexByName.GetValueOrDefault(name, -1),
        [.. BookingField.All.Select(f => f.Name)],
        field => BookingField.All[field].Required,
        "canonical layout");

    private readonly string[] _unread = [.. header.Where(name => name.Length > 0 && !BookingField.IndexByName.ContainsKey(name)).Take(BookingRow.MostUnread)];

    public override void Read(CsvDataReader csv, BookingDraft draft, long rowNumber)
    {
        foreach (var name in _unread)
        {
            draft.Ignore(name);
        }

        for (var field = 0; field < _columns.Length; field++)
        {
            if (_columns[field] >= 0)
            {
                draft.Set(field, csv.GetFieldSpan(_columns[field]));
            }
        }
    }
}
