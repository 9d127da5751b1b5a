using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;
using HotelCancellation.Simulation;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks.Bulk;

/// <summary>
/// How scoring grows: with trees and leaves, ready-made numbers to sums on one thread, looked up and walked by turns; with the rows asked at once and with the properties of the group, bookings' fields to probabilities.
/// </summary>
internal sealed class ShapeBench(Action<FormattableString> say)
{
    /// <summary>Where its figures are on the page.</summary>
    public static readonly FiguresTable[] Tables =
    [
        new("shape_", "Trees x leaves", [("_row_ns", "ns a row"), ("_bulk_ns", "among many"), ("_walk_ns", "walked"), ("_kb", "KB"), ("_compile_ms", "ms")]),
        new("rows_", "Rows at once", [("_per_s", "rows a second")]),
        new("properties_", "Properties", [("_row_ns", "ns a row, one after the other"), ("_rows_per_s", "rows a second, 100,000 at once")]),
    ];

    private static readonly int[] Leaves = [31, 63, 127, 255];
    private static readonly int[] Trees = [100, 400, 1000];
    private static readonly int[] Rows = [1, 10, 100, 1_000, 10_000, 100_000];
    private static readonly int[] Properties = [3, 30, 300];

    // So many bookings a day has the group of the benchmarks, which here are shared by more properties.
    private const double BookingsPerDay = 120;
    private const int Rounds = 15;
    private const int RowsARound = 100_000;

    public void Run(Figures figures)
    {
        var bookings = BenchPlan.Bookings();
        var (early, late) = TimeSplit.At(bookings, BenchPlan.Split);
        var encoder = FeatureEncoderFitter.Fit(FeatureCatalog.Default, [.. early.Select(b => b.Booking)], [.. early.Select(b => b.Status.IsCancellation())]);
        var (trained, asked) = (FeatureMatrix.AtBooking(encoder, early), FeatureMatrix.AtBooking(encoder, late));
        foreach (var leaves in Leaves)
        {
            say($"Training {Trees[^1]} trees of {leaves} leaves ...");
            var grown = new LightGbmTrainer(BenchPlan.Training with { Trees = Trees[^1], Leaves = leaves }).Train(trained, default, isExplained: false);
            if (leaves == Leaves[0])
            {
                // The JIT compiler is done before anything counts.
                Measure(new Figures(), "", First(grown, Trees[0]), asked);
            }

            foreach (var trees in Trees)
            {
                Measure(figures, $"shape_{trees}x{leaves}", First(grown, trees), asked);
            }
        }

        foreach (var properties in Properties)
        {
            MeasureProperties(figures, properties);
        }
    }

    private void MeasureProperties(Figures figures, int properties)
    {
        say($"Training {BenchPlan.Trees} trees of {BenchPlan.Leaves} leaves on the bookings of {properties} properties ...");
        BookingEvent[] bookings = [.. new BookingGenerator(BenchPlan.Data with { Properties = properties, BookingsPerDay = BookingsPerDay / properties }).Events()];
        var (early, _) = TimeSplit.At(bookings, BenchPlan.Split);
        var encoder = FeatureEncoderFitter.Fit(FeatureCatalog.Default, [.. early.Select(b => b.Booking)], [.. early.Select(b => b.Status.IsCancellation())]);
        var ensemble = new LightGbmTrainer(BenchPlan.Training).Train(FeatureMatrix.AtBooking(encoder, early), default, isExplained: false);
        var model = new CancellationModel(encoder, ensemble, Calibration.None, new DecisionRule(0.5));
        BookingAt[] asked = [.. Enumerable.Range(0, RowsARound).Select(i => bookings[i % bookings.Length].Booking).Select(b => new BookingAt(b, b.BookedOn))];
        var one = Rate.BestOf(Rounds, asked.Length / 10, () =>
        {
            for (var i = 0; i < asked.Length / 10; i++)
            {
                model.Probability(asked[i]);
            }
        });
        figures.Add($"properties_{properties}_row_ns", 1e9 / one, string.Create(CultureInfo.InvariantCulture, $"ns a row, one after the other; {bookings.Select(b => b.Booking.PropertyId).Distinct().Count()} properties in {bookings.Length} bookings"));
        figures.Add($"properties_{properties}_rows_per_s", Rate.BestOf(Rounds, asked.Length, () => model.Probabilities(asked)), "rows/s, 100,000 at once, all processors");
        if (properties != Properties[0])
        {
            return;
        }

        foreach (var rows in Rows)
        {
            BookingAt[][] calls = [.. asked.Chunk(rows).Take(Math.Max(1, RowsARound / 10 / rows))];
            var rate = Rate.BestOf(Rounds, calls.Sum(c => c.Length), () => Array.ForEach(calls, c => model.Probabilities(c)));
            figures.Add($"rows_{rows}_per_s", rate, $"rows/s, {rows} at once, all processors");
        }
    }

    private static void Measure(Figures figures, string key, TreeEnsemble ensemble, FeatureMatrix asked)
    {
        var started = TimeProvider.System.GetTimestamp();
        var compiled = CompiledEnsemble.Of(ensemble);
        var compiling = TimeProvider.System.GetElapsedTime(started);
        var times = Turns.Nanoseconds(asked, Turns.Each(compiled), Turns.Many(compiled), Turns.Each((rows, row) => ensemble.Score(rows.Row(row))));
        figures.Add($"{key}_row_ns", times[0], "ns a row, one after the other");
        figures.Add($"{key}_bulk_ns", times[1], "ns a row, many at once");
        figures.Add($"{key}_walk_ns", times[2], "ns a row, the plain walk");
        figures.Add($"{key}_kb", compiled.Bytes / 1024.0, "kB that are looked up in; 0 where it is walked");
        figures.Add($"{key}_compile_ms", compiling.TotalMilliseconds, "ms to compile it");
    }

    /// <summary>The first trees alone.</summary>
    private static TreeEnsemble First(TreeEnsemble ensemble, int trees) => new()
    {
        FeatureCount = ensemble.FeatureCount,
        Roots = ensemble.Roots[..trees],
        Feature = ensemble.Feature,
        Threshold = ensemble.Threshold,
        Left = ensemble.Left,
        Right = ensemble.Right,
        LeafValue = ensemble.LeafValue,
        NodeCover = ensemble.NodeCover,
        LeafCover = ensemble.LeafCover,
    };
}
