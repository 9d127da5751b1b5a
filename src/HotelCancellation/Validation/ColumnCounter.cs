using HotelCancellation.Bookings;

namespace HotelCancellation.Validation;

/// <summary>Counts one field's values in bounded memory: a sample of numbers and the first thousand texts for the run's own parts, and every row in the last run's.</summary>
internal sealed class ColumnCounter(string field, ColumnProfile? last)
{
    private const int Parts = 10;
    private const int MostNumbers = 20_000;
    private const int MostTexts = 1000;
    private const int MostValues = 20;

    // Rarer values come and go with chance: each as a part of its own would look like a change.
    private const double SmallestShare = 0.01;

    private readonly BookingValue _value = BookingValue.All[field];
    private readonly List<double> _numbers = [];
    private readonly Dictionary<string, long> _texts = new(StringComparer.Ordinal);
    private readonly long[]? _now = last is null ? null : new long[last.Counts.Count];
    private readonly Dictionary<string, int>? _parts = last?.Values?.Select((v, i) => (v, i)).ToDictionary(x => x.v, x => x.i, StringComparer.Ordinal);
    private long _missing;
    private long _rows;
    private long _stride = 1;

    private bool IsNumber => _value.Number is not null;

    public void Add(BookingEvent booking)
    {
        if (_value.Number is { } number)
        {
            AddNumber(number(booking));
        }
        else if (_value.Text(booking) is { } text)
        {
            AddText(text);
        }
        else
        {
            _missing++;
        }

        _rows++;
    }

    public ColumnProfile Profile()
    {
        if (IsNumber)
        {
            var sorted = _numbers.Order().ToList();
            var edges = Enumerable.Range(1, Parts - 1).Select(i => sorted[Math.Min(sorted.Count - 1, (int)((long)sorted.Count * i / Parts))]).Distinct().Where(e => e < sorted[^1]).ToList();
            var profile = new ColumnProfile { Field = field, Counted = sorted.Count, Missing = 0, Edges = edges, Counts = [] };
            var counts = new long[edges.Count + 1];
            sorted.ForEach(n => counts[profile.PartOf(n)]++);
            return profile with { Counts = counts };
        }

        var frequent = _texts.Where(t => t.Value >= _rows * SmallestShare).OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Take(MostValues).ToList();
        return new ColumnProfile
        {
            Field = field,
            Counted = _rows,
            Missing = _missing,
            Values = [.. frequent.Select(t => t.Key)],
            Counts = [.. frequent.Select(t => t.Value), _rows - _missing - frequent.Sum(t => t.Value)],
        };
    }

    /// <summary>This run's rows in the last one's parts; null where the last run has no such field.</summary>
    public ComparedColumn? Compare()
    {
        if (last is null || last.Counted == 0)
        {
            return null;
        }

        long[] then = [.. last.Counts, last.Missing];
        long[] now = [.. _now!, _missing];
        var parts = then.Zip(now).Count(x => x.First + x.Second > 0);
        var (psi, critical) = (PopulationStability.Index(then, now), PopulationStability.Critical(parts, last.Counted, _rows));
        var labels = Enumerable.Range(0, last.Counts.Count).Select(last.LabelOf).Append("no value");
        return new ComparedColumn(
            field, Math.Round(psi, 4), double.IsFinite(critical) ? Math.Round(critical, 4) : 0, parts > 1 && psi > PopulationStability.Threshold && psi > critical,
            [.. labels.Select((label, i) => new ComparedPart(label, Math.Round((double)then[i] / last.Counted, 4), Math.Round((double)now[i] / _rows, 4))).Where(p => p.Then > 0 || p.Now > 0)]);
    }

    private void AddNumber(double number)
    {
        if (_now is not null && last!.Edges is not null)
        {
            _now[last.PartOf(number)]++;
        }

        if (_rows % _stride != 0)
        {
            return;
        }

        _numbers.Add(number);
        if (_numbers.Count < MostNumbers)
        {
            return;
        }

        // Every second value goes, so that those kept are spread evenly over the file.
        for (var i = 0; i < _numbers.Count / 2; i++)
        {
            _numbers[i] = _numbers[2 * i];
        }

        _numbers.RemoveRange(_numbers.Count / 2, _numbers.Count - _numbers.Count / 2);
        _stride *= 2;
    }

    private void AddText(string text)
    {
        if (_now is not null && _parts is not null)
        {
            _now[_parts.GetValueOrDefault(text, _parts.Count)]++;
        }

        if (_texts.TryGetValue(text, out var count) || _texts.Count < MostTexts)
        {
            _texts[text] = count + 1;
        }
    }
}
