using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks.Bulk;

/// <summary>How scoring grows with trees and leaves: ready-made numbers to sums on one thread, looked up and walked by turns.</summary>
internal sealed class ShapeBench(Action<FormattableString> say)
{
    private static readonly int[] Leaves = [31, 63, 127, 255];
    private static readonly int[] Trees = [100, 400, 1000];

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
            foreach (var trees in Trees)
            {
                Measure(figures, $"shape_{trees}x{leaves}", First(grown, trees), asked);
            }
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
