using System.Diagnostics;
using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Cli;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks.Train;

/// <summary>
/// The training of the static task, all of it, beside LightGBM's own time to grow the same trees on the same numbers: six ensembles, of which three are for calibration alone.
/// LightGBM runs in a process of its own, as a user would have it, with as many threads as ours, which suits it better than one.
/// </summary>
internal sealed class TrainBench(BenchPlan plan, Action<FormattableString> say)
{
    // Named, so that all ensembles see the same numbers; with two threads, as hotelcancel train has.
    private static readonly TrainingOptions Options = new() { Seed = 1, Threads = 2, Features = [.. FeatureCatalog.Default.Union(FeatureCatalog.AsOfDefault.Where(f => f.NeedsContext)).Select(f => f.Name)] };

    /// <summary>Of a process of its own: grows the trees, and says how many seconds it took.</summary>
    public static int RunNative(int threads)
    {
        var (early, all) = Matrices();
        TrainingOptions[] members = [.. Enumerable.Range(Options.Seed, ModelTrainer.Seeds).Select(seed => ModelTrainer.Member(Options, seed))];

        // The library is loaded and its threads are there before the time starts.
        LightGbmNative.Train(early, [members[0] with { Trees = 1 }], threads);
        var started = Stopwatch.GetTimestamp();
        LightGbmNative.Train(early, members, threads);
        LightGbmNative.Train(all, members, threads);
        Console.WriteLine(Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        var bookings = BenchPlan.Bookings();
        var (ours, theirs) = (new List<double>(), new List<double>());

        // One that does not count: the JIT compiler's.
        new ModelTrainer(Options with { PlainTrees = 10 }, TimeProvider.System).Train(bookings, BenchPlan.Split, null, cancellationToken);
        for (var round = 1; round <= plan.TrainRounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            new ModelTrainer(Options, TimeProvider.System).Train(bookings, BenchPlan.Split, null, cancellationToken);
            ours.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            theirs.Add(await NativeAsync(Options.Threads, cancellationToken));
            say($"Training {round} of {plan.TrainRounds}: {ours[^1]:0.0} s; LightGBM {theirs[^1]:0.0} s");
        }

        var ratios = ours.Zip(theirs, (o, t) => o / t).ToArray();
        figures.Add("train_seconds", Median.Of(ours), "the static task: features, trees for calibration, calibration, trees, evaluation");
        figures.Add("lightgbm_seconds", Median.Of(theirs), "LightGBM's own time for the same trees on the same numbers, with as many threads");
        figures.Add("train_over_lightgbm", Median.Of(ratios), string.Create(CultureInfo.InvariantCulture, $"median of {plan.TrainRounds} ratios, {ratios.Min():0.00} to {ratios.Max():0.00}"));
    }

    private static (FeatureMatrix Early, FeatureMatrix All) Matrices()
    {
        var bookings = BenchPlan.Bookings();
        var features = LeakGuard.Select(Options.Features).Features;
        var contexts = new MemoryContexts(BookingLifeRow.Histories(bookings));
        var (before, _) = TimeSplit.At(TrainingSet.Of(bookings).Bookings, BenchPlan.Split);
        var (early, _) = TimeSplit.At(before, TimeSplit.LatestShare(before, Options.CalibrationShare));
        return (Of(early), Of(before));

        FeatureMatrix Of(IReadOnlyList<BookingEvent> rows) =>
            FeatureMatrix.AtBooking(FeatureEncoderFitter.Fit(features, [.. rows.Select(b => b.Booking)], [.. rows.Select(b => b.Status.IsCancellation())]), rows, contexts);
    }

    private static async Task<double> NativeAsync(int threads, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.Start(
            "LightGBM", "dotnet", [typeof(TrainBench).Assembly.Location, "lightgbm", "--threads", threads.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string>(StringComparer.Ordinal));
        await process.Exited(cancellationToken);
        return process.ExitCode == 0 && double.TryParse(process.LastLines.Split('\n')[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : throw new BenchFailedException($"LightGBM did not train. Its last lines:{Environment.NewLine}{process.LastLines}");
    }
}
