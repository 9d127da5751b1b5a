using System.Diagnostics;
using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Benchmarks.Drift;

/// <summary>
/// A day of predictions over 25 columns: counted into sketches by as many workers as there are processors, merged, judged. The values are
/// made beforehand, as often again as needed, since making them is no part of the product.
/// </summary>
internal sealed class DriftBench(Action<FormattableString> say)
{
    private const int NumberColumns = 15;
    private const int CategoryColumns = 10;
    private const int Block = 1 << 16;
    private const long Day = 10_000_000;

    private readonly List<NumberColumn> _numbers = [];
    private readonly List<CategoryColumn> _categories = [];
    private readonly double[] _probabilities = new double[Block];

    public void Run(Figures figures)
    {
        Prepare();
        say($"Counting and judging {Day / 10} and {Day} predictions over {NumberColumns + CategoryColumns} columns ...");
        Measure(Day / 10);
        var tenth = Measure(Day / 10);
        var day = Measure(Day);
        figures.Add("drift_day_seconds", day.Counting + day.Judging, "s to count and judge 10 million predictions over 25 columns");
        figures.Add("drift_tenth_seconds", tenth.Counting + tenth.Judging, "s for a tenth of them");
        figures.Add("drift_day_over_tenth", (day.Counting + day.Judging) / (tenth.Counting + tenth.Judging), "the one over the other");
        figures.Add("drift_rows_per_second", Day / day.Counting, "predictions/s counted, all workers together");
        figures.Add("drift_judging_ms", day.Judging * 1000, "ms to merge the workers' sketches, judge them and estimate the performance");
        figures.Add("drift_peak_mb", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB that the process had at most so far");
        figures.Add("drift_sketch_bytes", day.Bytes, "bytes of the day's sketches of all columns, as they are stored");
    }

    private void Prepare()
    {
        var random = new Random(1);
        for (var c = 0; c < NumberColumns; c++)
        {
            // Half are continuous, half have few values.
            double Draw() => c % 2 == 0 ? Math.Exp(3 + random.NextDouble() + random.NextDouble()) : Math.Floor(8 * Math.Pow(random.NextDouble(), 3));
            var (layout, reference) = NumberLayout.Freeze([.. Enumerable.Range(0, 50_000).Select(_ => Draw())]);
            _numbers.Add(new NumberColumn($"number{c}", layout, reference, [.. Enumerable.Range(0, Block).Select(_ => random.Next(50) == 0 ? double.NaN : Draw())]));
        }

        for (var c = 0; c < CategoryColumns; c++)
        {
            string? Draw() => random.Next(20) == 0 ? null : $"value {(int)((5 + (30 * c)) * Math.Pow(random.NextDouble(), 3))}";
            var (layout, reference) = CategoryLayout.Freeze([.. Enumerable.Range(0, 50_000).Select(_ => Draw())]);
            _categories.Add(new CategoryColumn($"category{c}", layout, reference, [.. Enumerable.Range(0, Block).Select(_ => Draw())]));
        }

        for (var i = 0; i < Block; i++)
        {
            _probabilities[i] = random.NextDouble() * random.NextDouble();
        }
    }

    private (double Counting, double Judging, long Bytes) Measure(long rows)
    {
        var watch = Stopwatch.StartNew();
        var workers = new (ColumnSketch[] Columns, ProbabilitySketch Probabilities)[Environment.ProcessorCount];
        Parallel.For(0, workers.Length, w => workers[w] = Count((rows / workers.Length) + (w < rows % workers.Length ? 1 : 0)));
        var counting = watch.Elapsed.TotalSeconds;

        watch.Restart();
        var all = workers.Aggregate((a, b) => ([.. a.Columns.Zip(b.Columns, ColumnSketch.Merge)], ProbabilitySketch.Merge(a.Probabilities, b.Probabilities)));
        ColumnComparison[] columns =
        [
            .. _numbers.Select(c => (c.Name, Reference: (ColumnSketch)c.Reference)).Concat(_categories.Select(c => (c.Name, Reference: (ColumnSketch)c.Reference)))
                .Select((c, i) => new ColumnComparison { Name = c.Name, Reference = c.Reference, Current = all.Columns[i] }),
        ];
        var verdict = new DriftJudge(new MonitoringOptions()).Judge(columns);
        var estimate = Monitoring.Statistics.Cbpe.OfSketch(all.Probabilities);
        var judging = watch.Elapsed.TotalSeconds;
        return verdict.IsDrift || estimate.Rows != rows || all.Columns.Any(c => c.Rows != rows)
            ? throw new BenchFailedException("Predictions were lost, or drift was found where there is none.")
            : (counting, judging, all.Columns.Sum(c => (long)c.ToBytes().Length));
    }

    private (ColumnSketch[] Columns, ProbabilitySketch Probabilities) Count(long rows)
    {
        NumberSketch[] numbers = [.. _numbers.Select(c => (NumberSketch)c.Layout.NewSketch())];
        CategorySketch[] categories = [.. _categories.Select(c => (CategorySketch)c.Layout.NewSketch())];
        var probabilities = new ProbabilitySketch(0.4);
        for (var left = rows; left > 0; left -= Block)
        {
            var count = (int)Math.Min(left, Block);
            for (var c = 0; c < numbers.Length; c++)
            {
                numbers[c].Add(_numbers[c].Values.AsSpan(0, count));
            }

            for (var c = 0; c < categories.Length; c++)
            {
                foreach (var value in _categories[c].Values.AsSpan(0, count))
                {
                    categories[c].Add(value);
                }
            }

            foreach (var probability in _probabilities.AsSpan(0, count))
            {
                probabilities.Add(probability);
            }
        }

        return ([.. numbers, .. categories], probabilities);
    }

    private sealed record NumberColumn(string Name, NumberLayout Layout, NumberSketch Reference, double[] Values);

    private sealed record CategoryColumn(string Name, CategoryLayout Layout, CategorySketch Reference, string?[] Values);
}
