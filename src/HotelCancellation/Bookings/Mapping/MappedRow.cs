using HotelCancellation.Bookings.Reading;
using Sylvan.Data.Csv;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>The row that is being read, and the numbers that were read from it already.</summary>
internal sealed class MappedRow(IReadOnlyList<string> missing)
{
    private readonly string[] _missing = [.. missing];
    private readonly double?[] _numbers = new double?[BookingField.All.Count];
    private CsvDataReader _csv = null!;

    public BookingDraft Draft { get; private set; } = null!;

    public long Number { get; private set; }

    public void Begin(CsvDataReader csv, BookingDraft draft, long rowNumber)
    {
        (_csv, Draft, Number) = (csv, draft, rowNumber);
        Array.Clear(_numbers);
    }

    /// <summary>A value without the blanks around it; empty where it is missing. Good until the next one is asked for.</summary>
    public ReadOnlySpan<char> Text(int column)
    {
        var text = _csv.GetFieldSpan(column).Trim();
        foreach (var none in _missing)
        {
            if (text.SequenceEqual(none))
            {
                return default;
            }
        }

        return text;
    }

    /// <summary>The first of the columns that has a value.</summary>
    public ReadOnlySpan<char> First(int[] columns)
    {
        foreach (var column in columns)
        {
            if (Text(column) is { IsEmpty: false } text)
            {
                return text;
            }
        }

        return default;
    }

    public double? Get(int field) => _numbers[field];

    public void Set(int field, double value)
    {
        _numbers[field] = value;
        Draft.SetNumber(field, value);
    }
}
