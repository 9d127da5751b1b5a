using System.Globalization;
using HotelCancellation.Bookings;

namespace HotelCancellation.Validation;

/// <summary>Counts accepted rows that hold what a model has never seen. Not for use by two threads at once.</summary>
internal sealed class ModelFitCollector
{
    private const int MostExamples = 5;
    private readonly ModelSchema _model;
    private readonly List<Category> _categories;
    private readonly List<Number> _numbers;
    private long _rows;

    public ModelFitCollector(ModelSchema model)
    {
        _model = model;
        _categories = [.. model.Categories.Where(c => BookingValue.All.ContainsKey(c.Key)).Select(c => new Category(c.Key, BookingValue.All[c.Key], c.Value))];
        _numbers = [.. model.Ranges.Where(r => BookingValue.All.ContainsKey(r.Key)).Select(r => new Number(r.Key, BookingValue.All[r.Key].Number!, r.Value))];
    }

    public void Add(BookingEvent booking)
    {
        _rows++;
        foreach (var category in _categories)
        {
            category.Add(booking);
        }

        foreach (var number in _numbers)
        {
            number.Add(booking);
        }
    }

    /// <param name="mostUnseen">The share of a field's rows up to which the unknown is no matter.</param>
    public ModelFit Result(double mostUnseen) => new(_model.Version, _model.Ranges.Count > 0,
    [
        .. _categories.Select(c => c.Result(_rows, mostUnseen)).Concat(_numbers.Select(n => n.Result(_rows, mostUnseen)))
            .OrderByDescending(c => c.Status).ThenByDescending(c => c.Share).ThenBy(c => c.Field, StringComparer.Ordinal),
    ]);

    private sealed class Category(string field, BookingValue value, IReadOnlySet<string> seen)
    {
        private readonly List<string> _examples = [];
        private long _missing;
        private long _unseen;

        public void Add(BookingEvent booking)
        {
            if (value.Text(booking) is not { Length: > 0 } text)
            {
                _missing++;
                return;
            }

            if (seen.Contains(text))
            {
                return;
            }

            _unseen++;
            if (_examples.Count < MostExamples && !_examples.Contains(text, StringComparer.Ordinal))
            {
                _examples.Add(text);
            }
        }

        public ModelColumn Result(long rows, double mostUnseen)
        {
            var share = rows == _missing ? 0 : (double)_unseen / (rows - _missing);
            var absent = rows > 0 && rows == _missing && seen.Count > 0;
            return new ModelColumn(
                field, $"{seen.Count.ToString(CultureInfo.InvariantCulture)} values", _missing, _unseen, share, _examples, absent || share > mostUnseen ? ReportStatus.Warned : ReportStatus.Passed);
        }
    }

    private sealed class Number(string field, Func<BookingEvent, double> value, NumberRange range)
    {
        private double _min = double.PositiveInfinity;
        private double _max = double.NegativeInfinity;
        private long _outside;

        public void Add(BookingEvent booking)
        {
            var x = value(booking);
            (_min, _max) = (Math.Min(_min, x), Math.Max(_max, x));
            _outside += x < range.Min || x > range.Max ? 1 : 0;
        }

        public ModelColumn Result(long rows, double mostUnseen)
        {
            var share = rows == 0 ? 0 : (double)_outside / rows;
            return new ModelColumn(
                field, FormattableString.Invariant($"{range.Min:0.##} to {range.Max:0.##}"), 0, _outside, share,
                _outside == 0 ? [] : [FormattableString.Invariant($"{_min:0.##} to {_max:0.##}")], share > mostUnseen ? ReportStatus.Warned : ReportStatus.Passed);
        }
    }
}
