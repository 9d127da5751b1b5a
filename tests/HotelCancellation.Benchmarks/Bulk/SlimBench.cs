using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;
using HotelCancellation.Registry;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks.Bulk;

internal sealed class SlimBench(Action<FormattableString> say)
{
    private static readonly (string Name, DateOnly Before, DateOnly Split)[] Tasks =
    [
        ("choose", new DateOnly(2016, 7, 1), new DateOnly(2016, 2, 1)),
        ("choose2", new DateOnly(2016, 7, 1), new DateOnly(2016, 4, 1)),
    ];

    private static readonly TrainingOptions[] Settings =
    [
        BenchPlan.Training,
        .. new[] { 0.02, 0.05, 0.1, 0.15, 0.2, 0.3 }.Select(t => BenchPlan.Training with { PruneTolerance = t }),
        .. new[] { 4, 5, 6, 7, 8, 10, 12, 16 }.Select(b => BenchPlan.Training with { LeafBits = b }),
        BenchPlan.Training with { PruneTolerance = 0.1, LeafBits = 8 },
    ];

    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Environment.GetEnvironmentVariable("HOTEL_BOOKINGS_CSV")!);
        var all = new List<BookingEvent>();
        await foreach (var row in BookingReader.ReadAsync(file, BookingReadOptions.Default, cancellationToken))
        {
            all.Add(row.Event!);
        }

        foreach (var task in Tasks)
        {
            TrainingOptions six = new();
            Run(figures, $"{task.Name}_400x63", all, task.Before, task.Split, m => new LightGbmTrainer(BenchPlan.Training).Train(m, cancellationToken));
            Run(figures, $"{task.Name}_six", all, task.Before, task.Split, m => new ModelTrainer(six, TimeProvider.System).Learn(ModelTrainer.Features, m, cancellationToken));
        }
    }

    private void Run(Figures figures, string name, List<BookingEvent> all, DateOnly before, DateOnly split, Func<FeatureMatrix, TreeEnsemble> learn)
    {
        say($"{name}");
        BookingEvent[] bookings = [.. all.Where(b => b.Booking.ArrivalDate < before)];
        var set = TrainingSet.Of(bookings);
        var (known, asked) = TimeSplit.At(set.Bookings, split);
        var contexts = new MemoryContexts(BookingLifeRow.Histories(bookings));
        var (early, late) = TimeSplit.At(known, TimeSplit.LatestShare(known, new TrainingOptions().CalibrationShare));
        var (first, second) = (Grow(early, contexts, learn), Grow(known, contexts, learn));
        var lateRows = FeatureMatrix.AtBooking(first.Encoder, late, contexts);
        var askedRows = FeatureMatrix.AtBooking(second.Encoder, asked, contexts);
        var compiled = new List<CompiledEnsemble>();
        foreach (var settings in Settings)
        {
            var started = TimeProvider.System.GetTimestamp();
            var final = SlimEnsemble.Of(second.Trees, settings, () => second.Rows);
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            var calibration = CalibrationFitter.Fit(Scores(SlimEnsemble.Of(first.Trees, settings, () => first.Rows).Ensemble, lateRows), lateRows.Labels);
            var raw = Scores(final.Ensemble, askedRows);
            var metrics = BinaryMetrics.Of([.. raw.Select(s => CancellationModel.Sigmoid(calibration.Apply(s)))], askedRows.Labels);
            var baseline = Scores(second.Trees, askedRows);
            var rms = Math.Sqrt(raw.Zip(baseline, (a, b) => (a - b) * (a - b)).Average());
            var max = raw.Zip(baseline, (a, b) => Math.Abs(a - b)).Max();
            compiled.Add(CompiledEnsemble.Of(final.Ensemble));
            say($"{name} prune {settings.PruneTolerance} bits {settings.LeafBits}: trees {final.Ensemble.TreeCount} leaves {final.Ensemble.LeafValue.Length} file {EnsembleFormat.Write(final.Ensemble).Length / 1024} KB compiled {compiled[^1].Bytes / 1024} KB auc {metrics.Auc:0.00000} brier {metrics.Brier:0.00000} logloss {metrics.LogLoss:0.00000} asked rms {rms:0.0000} max {max:0.0000} bound {final.LargestChange:0.0000} s {seconds:0.0}");
        }

        var times = Turns.Nanoseconds(askedRows, [.. compiled.SelectMany(c => new[] { Turns.Each(c), Turns.Many(c) })]);
        for (var i = 0; i < Settings.Length; i++)
        {
            say($"{name} prune {Settings[i].PruneTolerance} bits {Settings[i].LeafBits}: row {times[2 * i]:0} many {times[(2 * i) + 1]:0} ratio {times[2 * i] / times[0]:0.00} {times[(2 * i) + 1] / times[1]:0.00}");
        }

        figures.Add(name, 1, "x");
    }

    private static (FeatureEncoder Encoder, FeatureMatrix Rows, TreeEnsemble Trees) Grow(IReadOnlyList<BookingEvent> bookings, MemoryContexts contexts, Func<FeatureMatrix, TreeEnsemble> learn)
    {
        var encoder = FeatureEncoderFitter.Fit(ModelTrainer.Features, [.. bookings.Select(b => b.Booking)], [.. bookings.Select(b => b.Status.IsCancellation())]);
        var rows = FeatureMatrix.AtBooking(encoder, bookings, contexts);
        return (encoder, rows, learn(rows));
    }

    private static double[] Scores(TreeEnsemble ensemble, FeatureMatrix rows)
    {
        var scores = new double[rows.Rows];
        CompiledEnsemble.Of(ensemble).ScoreAll(rows.Values, scores);
        return scores;
    }
}
