using System.Globalization;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>One field of a mapped layout, ready to be read from rows.</summary>
internal sealed class MappedField
{
    private const int MostNights = 366;
    private const int LastDay = 3_652_058;

    private readonly int _index;
    private readonly FieldRule _rule;
    private readonly BookingField _field;
    private readonly int[] _columns;
    private readonly MappedDate _date;
    private readonly MappedNumber _number;
    private readonly int _other;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>>? _values;

    public MappedField(int index, FieldRule rule, Func<string, int> column)
    {
        (_index, _rule, _field) = (index, rule, BookingField.All[index]);
        string[] names = rule.Parts is { } p ? [p.Year, p.Month, p.Day]
            : (rule.DaysBeforeArrival ?? rule.Nights ?? rule.Departure) is { } one ? [one] : [.. rule.Columns];
        _columns = [.. names.Select(column)];
        _date = new MappedDate(rule.Format, rule.Zone);
        _number = new MappedNumber(rule.Decimal, rule.Scale);
        _other = rule.SameAs is { } other ? BookingField.IndexByName[other] : -1;
        _values = rule.Values.Count == 0 ? null
            : new Dictionary<string, string>(rule.Values, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether it needs the other dates.</summary>
    public bool IsCopy => _other >= 0;

    public void Read(MappedRow row)
    {
        if (_rule.RowNumber)
        {
            row.Draft.Set(_index, row.Number.ToString(CultureInfo.InvariantCulture));
        }
        else if (IsCopy)
        {
            Copy(row);
        }
        else if (_rule.Parts is not null)
        {
            ReadParts(row);
        }
        else if (_rule.DaysBeforeArrival is not null)
        {
            ReadDaysBefore(row);
        }
        else if (_rule.Nights is not null || _rule.Departure is not null)
        {
            ReadNights(row);
        }
        else
        {
            ReadColumn(row);
        }
    }

    private void ReadColumn(MappedRow row)
    {
        var text = row.First(_columns);
        var plain = text.IsEmpty;
        if (plain)
        {
            text = _rule.Default;
        }
        else if (_values is { } values && values.TryGetValue(text, out var meant))
        {
            text = meant;
            plain = true;
        }

        if (text.IsEmpty)
        {
            return;
        }

        switch (_field.Type)
        {
            case FieldType.Date when !plain:
                if (_date.TryRead(text, out var date))
                {
                    row.Set(_index, date.DayNumber);
                }
                else
                {
                    Refuse(row, text, _date.Allowed);
                }

                break;
            case FieldType.Number or FieldType.Whole when !plain && (_rule.Decimal is not null || _rule.Scale is not null || _rule.PerStay):
                ReadNumber(row, text);
                break;
            case FieldType.Status when !BookingStatuses.TryParse(text, out _) && _rule.Values.Count > 0:
                Refuse(row, text, $"must be one of {string.Join(", ", _rule.Values.Keys)}, or of {string.Join(", ", BookingStatuses.All)}");
                break;
            default:
                row.Draft.Set(_index, text);
                Remember(row, text);
                break;
        }
    }

    // Other fields are made of these.
    private void Remember(MappedRow row, ReadOnlySpan<char> text)
    {
        if (_index is FieldIndex.WeekendNights or FieldIndex.WeekNights && double.TryParse(text, CultureInfo.InvariantCulture, out var nights))
        {
            row.Set(_index, nights);
        }
        else if (_field.Type == FieldType.Date && new MappedDate(null, null).TryRead(text, out var date))
        {
            row.Set(_index, date.DayNumber);
        }
    }

    private void ReadNumber(MappedRow row, ReadOnlySpan<char> text)
    {
        if (!_number.TryRead(text, out var number) || (_field.Type == FieldType.Whole && !BookingDraft.IsWhole(number)))
        {
            Refuse(row, text, _field.Type == FieldType.Whole ? _field.Allowed : _number.Allowed);
            return;
        }

        // A stay by day has one price and no night.
        row.Set(_index, _rule.PerStay ? number / Math.Max(1, (row.Get(FieldIndex.WeekendNights) ?? 0) + (row.Get(FieldIndex.WeekNights) ?? 0)) : number);
    }

    private void ReadParts(MappedRow row)
    {
        var year = row.Text(_columns[0]).ToString();
        var month = row.Text(_columns[1]).ToString();
        var day = row.Text(_columns[2]);
        if (year.Length == 0 && month.Length == 0 && day.IsEmpty)
        {
            row.Draft.Set(_index, _rule.Default);
        }
        else if (DateParts.TryRead(year, month, day, out var date))
        {
            row.Set(_index, date.DayNumber);
        }
        else
        {
            Refuse(row, $"{year}-{month}-{day}", $"{string.Join(", ", _rule.Parts!.Value.Year, _rule.Parts.Value.Month, _rule.Parts.Value.Day)} must be a date of the calendar");
        }
    }

    private void ReadDaysBefore(MappedRow row)
    {
        var text = row.Text(_columns[0]);
        if (row.Get(FieldIndex.ArrivalDate) is not { } arrival)
        {
            row.Draft.Excuse(_index);
        }
        else if (_number.TryRead(text, out var days) && days == Math.Floor(days) && arrival - days is >= 0 and <= LastDay and var day)
        {
            row.Set(_index, day);
        }
        else
        {
            Refuse(row, text, $"{_rule.DaysBeforeArrival} must be a whole number of days that leads to a date of the calendar");
        }
    }

    private void ReadNights(MappedRow row)
    {
        var text = row.Text(_columns[0]);
        if (row.Get(FieldIndex.ArrivalDate) is not { } arrival)
        {
            row.Draft.Excuse(_index);
            return;
        }

        double nights;
        if (_rule.Departure is not null)
        {
            if (!_date.TryRead(text, out var departure))
            {
                Refuse(row, text, $"{_rule.Departure} {_date.Allowed}");
                return;
            }

            nights = departure.DayNumber - arrival;
        }
        else if (!_number.TryRead(text, out nights))
        {
            nights = double.NaN;
        }

        if (!(nights is >= 0 and <= MostNights && nights == Math.Floor(nights)) || arrival + nights > LastDay)
        {
            Refuse(row, text, $"{_rule.Departure ?? _rule.Nights} must be 0 to {MostNights} nights from the arrival");
            return;
        }

        var weekend = Enumerable.Range((int)arrival, (int)nights).Count(d => DateOnly.FromDayNumber(d).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        row.Set(_index, _index == FieldIndex.WeekendNights ? weekend : nights - weekend);
    }

    private void Copy(MappedRow row)
    {
        if (row.Get(_other) is { } value)
        {
            row.Set(_index, value);
        }
        else
        {
            row.Draft.Excuse(_index);
        }
    }

    private void Refuse(MappedRow row, ReadOnlySpan<char> text, string message) =>
        row.Draft.Refuse(_index, text, "type", _columns.Length == 1 && _rule.Columns.Count == 1 ? $"{message} (column {_rule.Columns[0]})" : message);
}
