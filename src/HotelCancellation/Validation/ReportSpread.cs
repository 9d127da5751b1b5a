using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>Gathers the values of one field in bounded memory.</summary>
internal sealed class ReportSpread(string field, FieldType type)
{
    private const int MostTexts = 1000;
    private const int ShownTexts = 12;
    private const int Parts = 20;
    private const int MostNumbers = 20_000;

    public string Field { get; } = field;

    private readonly BookingValue _value = BookingValue.All[field];
    private readonly Dictionary<string, long> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, long> _months = [];
    private readonly List<double> _numbers = [];
    private long _seen;
    private long _missing;
    private long _others;
    private long _stride = 1;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    public void Add(BookingEvent booking)
    {
        if (_value.Number is not { } number)
        {
            Add(_value.Text(booking));
            return;
        }

        var x = number(booking);
        (_min, _max) = (Math.Min(_min, x), Math.Max(_max, x));
        if (_value.IsDate)
        {
            var date = DateOnly.FromDayNumber((int)x);
            var month = date.Year * 12 + date.Month - 1;
            _months[month] = _months.GetValueOrDefault(month) + 1;
        }
        else if (_seen % _stride == 0)
        {
            _numbers.Add(x);
            Thin();
        }

        _seen++;
    }

    public ReportDistribution Result() => new(Field, type, _missing, Observed(), _value.IsDate ? Months() : _value.Number is null ? Texts() : Numbers());

    /// <summary>The least and the greatest value, or the most frequent ones.</summary>
    public string Observed() => _value.Number is null
        ? _texts.Count == 0 ? "no value" : string.Create(CultureInfo.InvariantCulture, $"{_texts.Count}{(_others > 0 ? " and more" : "")} values: {string.Join(", ", Ordered().Take(3).Select(t => t.Key))}{(_texts.Count > 3 ? ", ..." : "")}")
        : _seen == 0 ? "no value" : $"{Text(_min)} to {Text(_max)}";

    private void Add(string? text)
    {
        if (text is null)
        {
            _missing++;
        }
        else if (_texts.TryGetValue(text, out var count) || _texts.Count < MostTexts)
        {
            _texts[text] = count + 1;
        }
        else
        {
            _others++;
        }
    }

    // Every second value goes whenever there are too many, so that those kept are spread evenly over the file.
    private void Thin()
    {
        if (_numbers.Count < MostNumbers)
        {
            return;
        }

        for (var i = 0; i < _numbers.Count / 2; i++)
        {
            _numbers[i] = _numbers[i * 2];
        }

        _numbers.RemoveRange(_numbers.Count / 2, _numbers.Count - _numbers.Count / 2);
        _stride *= 2;
    }

    private IOrderedEnumerable<KeyValuePair<string, long>> Ordered() => _texts.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal);

    private List<ReportBin> Texts()
    {
        var bins = Ordered().Take(ShownTexts).Select(t => new ReportBin(t.Key, t.Value)).ToList();
        var rest = _others + _texts.Values.Sum() - bins.Sum(b => b.Rows);
        if (rest > 0)
        {
            bins.Add(new ReportBin("others", rest));
        }

        return bins;
    }

    private List<ReportBin> Months() =>
        [.. _months.Select(m => new ReportBin(string.Create(CultureInfo.InvariantCulture, $"{m.Key / 12:0000}-{m.Key % 12 + 1:00}"), m.Value))];

    private List<ReportBin> Numbers()
    {
        if (_numbers.Count == 0)
        {
            return [];
        }

        if (_numbers.Distinct().Take(Parts + 1).Count() <= Parts)
        {
            return [.. _numbers.GroupBy(n => n).OrderBy(g => g.Key).Select(g => new ReportBin(Text(g.Key), g.Count() * _stride))];
        }

        // Outliers share the two ends, so that they do not squeeze all others into one part.
        var sorted = _numbers.Order().ToList();
        var (low, high) = (sorted[sorted.Count / 200], sorted[^(1 + sorted.Count / 200)]);
        var width = type == FieldType.Whole ? Math.Ceiling((high - low + 1) / Parts) : high > low ? (high - low) / Parts : 1;
        var counts = new long[type == FieldType.Whole ? (int)Math.Ceiling((high - low + 1) / width) : Parts];
        foreach (var number in sorted)
        {
            counts[(int)Math.Clamp((number - low) / width, 0, counts.Length - 1)] += _stride;
        }

        return [.. counts.Select((rows, i) => new ReportBin($"{(i == 0 ? "up" : Text(Math.Round(low + i * width, 1)))} to {(i == counts.Length - 1 ? "all above" : Text(Math.Round(low + (i + 1) * width, 1)))}", rows))];
    }

    private string Text(double number) => _value.IsDate
        ? DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);
}
