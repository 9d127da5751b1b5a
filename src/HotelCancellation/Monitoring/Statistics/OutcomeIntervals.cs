using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// Percentile intervals of the area under the curve, F1 and the Brier score from sketches of arrival days: a bootstrap that draws whole days, as
/// <see cref="Bootstrap"/> does from raw rows. The same input and seed give the same intervals.
/// </summary>
public static class OutcomeIntervals
{
    /// <summary>Samples that are drawn where nothing else is asked for.</summary>
    public const int DefaultSamples = 200;

    /// <summary>The intervals.</summary>
    /// <param name="days">Outcomes of a day each; at least one row in all of them together.</param>
    /// <param name="seed">Of the drawing.</param>
    /// <param name="samples">Samples drawn, 1 or more.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    public static (Interval Auc, Interval F1, Interval Brier) Of(
        IReadOnlyList<OutcomeSketch> days, int seed, int samples = DefaultSamples, double confidence = Interval.DefaultConfidence)
    {
        ArgumentNullException.ThrowIfNull(days);
        Day[] sums = [.. days.Select(d => new Day(d))];
        var random = new Random(seed);
        double[][] drawn = [new double[samples], new double[samples], new double[samples]];
        for (var sample = 0; sample < samples; sample++)
        {
            var total = new Day(days[0].Cancelled.Threshold);
            for (var i = 0; i < sums.Length; i++)
            {
                total.Add(sums[random.Next(sums.Length)]);
            }

            (drawn[0][sample], drawn[1][sample], drawn[2][sample]) = (total.Auc(), total.F1(), total.Brier());
        }

        var all = new Day(days[0].Cancelled.Threshold);
        Array.ForEach(sums, all.Add);
        return (Limits(all.Auc(), drawn[0], confidence), Limits(all.F1(), drawn[1], confidence), Limits(all.Brier(), drawn[2], confidence));
    }

    private static Interval Limits(double value, double[] samples, double confidence)
    {
        // A sample without both outcomes has no area.
        double[] known = [.. samples.Where(double.IsFinite).Order()];
        var tail = (1 - confidence) / 2 * (known.Length - 1);
        return known.Length == 0 || !double.IsFinite(value) ? Interval.None : new Interval(value, known[(int)Math.Floor(tail)], known[(int)Math.Ceiling(known.Length - 1 - tail)]);
    }

    private sealed class Day
    {
        private readonly long[] _cancelled = new long[ProbabilitySketch.Bins];
        private readonly long[] _kept = new long[ProbabilitySketch.Bins];
        private readonly int _split;
        private double _squares;

        public Day(double threshold)
        {
            var sketch = new ProbabilitySketch(threshold);
            _split = Enumerable.Range(0, ProbabilitySketch.Bins).First(b => sketch.PlaceOf(b) >= threshold);
        }

        public Day(OutcomeSketch outcomes)
            : this(outcomes.Cancelled.Threshold)
        {
            for (var bin = 0; bin < ProbabilitySketch.Bins; bin++)
            {
                (_cancelled[bin], _kept[bin]) = (outcomes.Cancelled.RowsOf(bin), outcomes.Kept.RowsOf(bin));
            }

            _squares = outcomes.Cancelled.Squares + outcomes.Kept.Squares - (2 * outcomes.Cancelled.Sum) + outcomes.Cancelled.Rows;
        }

        public void Add(Day other)
        {
            for (var bin = 0; bin < _cancelled.Length; bin++)
            {
                _cancelled[bin] += other._cancelled[bin];
                _kept[bin] += other._kept[bin];
            }

            _squares += other._squares;
        }

        public double Auc()
        {
            double area = 0, below = 0, cancelled = 0;
            for (var bin = 0; bin < _cancelled.Length; bin++)
            {
                area += _cancelled[bin] * (below + (_kept[bin] / 2.0));
                below += _kept[bin];
                cancelled += _cancelled[bin];
            }

            return area / (cancelled * below);
        }

        public double F1()
        {
            var hits = _cancelled[_split..].Sum();
            var wrong = _kept[_split..].Sum() + _cancelled[.._split].Sum();
            return hits + wrong > 0 ? 2.0 * hits / ((2.0 * hits) + wrong) : 0;
        }

        public double Brier() => _squares / (_cancelled.Sum() + _kept.Sum());
    }
}
