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

/// <summary>What pruning and rounding of leaves cost and gain: bytes of the file, time of a row, and how well later arrivals are foretold.</summary>
/// <remarks>Of the public bookings where <c>HOTEL_BOOKINGS_CSV</c> names the file, up to the days that the product's figures are told of; else of generated ones.</remarks>
internal sealed class SlimBench(Action<FormattableString> say)
{
    /// <summary>Where its figures are on the page.</summary>
    public static readonly FiguresTable[] Tables =
    [
        new("slim_", "Trees, setting", [("_leaves", "Leaves"), ("_file_kb", "File, KB"), ("_lookup_kb", "Looked up in, KB"), ("_auc_e4", "AUC, 1e-4"), ("_logloss_e4", "Log loss, 1e-4"), ("_moved", "Moved"), ("_row_ns", "ns a row"), ("_many_ns", "among many")]),
    ];

    private static readonly DateOnly PublicBefore = new(2016, 7, 1);
    private static readonly DateOnly PublicSplit = new(2016, 2, 1);

    private static readonly (string Name, double Tolerance, int Bits)[] Settings =
    [
        ("off", 0, 64), ("prune_10", 0.1, 64), ("prune_30", 0.3, 64), ("bits_16", 0, 16), ("bits_8", 0, 8), ("prune_10_bits_8", 0.1, 8), ("prune_30_bits_8", 0.3, 8),
    ];

    /// <summary>Measures.</summary>
    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        var (bookings, split) = await BookingsAsync(cancellationToken);
        var (known, asked) = TimeSplit.At(TrainingSet.Of(bookings).Bookings, split);
        var contexts = new MemoryContexts(BookingLifeRow.Histories(bookings));
        TrainingOptions options = new();
        Run("400x63", m => new LightGbmTrainer(BenchPlan.Training).Train(m, cancellationToken));
        Run("6x300x31", m => new ModelTrainer(options, TimeProvider.System).Learn(ModelTrainer.Features, m, cancellationToken));

        void Run(string shape, Func<FeatureMatrix, TreeEnsemble> learn)
        {
            say($"Training trees of {shape} twice: without the latest arrivals for calibration, and with them ...");
            var (early, late) = TimeSplit.At(known, TimeSplit.LatestShare(known, options.CalibrationShare));
            Measure(figures, $"slim_{shape}", Grow(early, contexts, learn), Grow(known, contexts, learn), encoder => FeatureMatrix.AtBooking(encoder, late, contexts), encoder => FeatureMatrix.AtBooking(encoder, asked, contexts));
        }
    }

    private void Measure(Figures figures, string key, Grown first, Grown second, Func<FeatureEncoder, FeatureMatrix> late, Func<FeatureEncoder, FeatureMatrix> asked)
    {
        var (lateRows, askedRows) = (late(first.Encoder), asked(second.Encoder));
        say($"Slimming, and scoring {askedRows.Rows} later arrivals ...");
        var slim = Array.ConvertAll(Settings, s => (Of: first.Slim(s.Tolerance, s.Bits), Final: second.Slim(s.Tolerance, s.Bits)));
        var compiled = Array.ConvertAll(slim, s => CompiledEnsemble.Of(s.Final.Ensemble));
        var times = Turns.Nanoseconds(askedRows, [.. compiled.Select(Turns.Each), .. compiled.Select(Turns.Many)]);
        var trained = Scores(second.Trees, askedRows);
        for (var i = 0; i < Settings.Length; i++)
        {
            var sums = Scores(slim[i].Final.Ensemble, askedRows);
            var calibration = CalibrationFitter.Fit(Scores(slim[i].Of.Ensemble, lateRows), lateRows.Labels);
            var metrics = BinaryMetrics.Of([.. sums.Select(s => CancellationModel.Sigmoid(calibration.Apply(s)))], askedRows.Labels);
            var name = $"{key}_{Settings[i].Name}";
            figures.Add($"{name}_leaves", slim[i].Final.Ensemble.LeafValue.Length, "leaves");
            figures.Add($"{name}_file_kb", EnsembleFormat.Write(slim[i].Final.Ensemble).Length / 1024.0, "kB of ensemble.bin");
            figures.Add($"{name}_lookup_kb", compiled[i].Bytes / 1024.0, "kB that are looked up in");
            figures.Add($"{name}_auc_e4", 1e4 * metrics.Auc, "AUC of later arrivals, in ten-thousandths");
            figures.Add($"{name}_logloss_e4", 1e4 * metrics.LogLoss, "log loss of later arrivals, in ten-thousandths");
            figures.Add($"{name}_moved", Math.Sqrt(sums.Zip(trained, (a, b) => (a - b) * (a - b)).Average()), "log-odds by which later arrivals moved, root mean square");
            figures.Add($"{name}_row_ns", times[i], "ns a row, one after the other");
            figures.Add($"{name}_many_ns", times[Settings.Length + i], "ns a row, many at once");
        }
    }

    private static async Task<(IReadOnlyList<BookingEvent> Bookings, DateOnly Split)> BookingsAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("HOTEL_BOOKINGS_CSV") is not { Length: > 0 } path)
        {
            return (BenchPlan.Bookings(), BenchPlan.Split);
        }

        if (!File.Exists(path))
        {
            throw new BenchFailedException($"HOTEL_BOOKINGS_CSV names '{path}', which is not there.");
        }

        await using var file = File.OpenRead(path);
        var bookings = new List<BookingEvent>();
        await foreach (var row in BookingReader.ReadAsync(file, BookingReadOptions.Default, cancellationToken))
        {
            if (row.Event is { } booking && booking.Booking.ArrivalDate < PublicBefore)
            {
                bookings.Add(booking);
            }
        }

        return (bookings, PublicSplit);
    }

    private static Grown Grow(IReadOnlyList<BookingEvent> bookings, MemoryContexts contexts, Func<FeatureMatrix, TreeEnsemble> learn)
    {
        var encoder = FeatureEncoderFitter.Fit(ModelTrainer.Features, [.. bookings.Select(b => b.Booking)], [.. bookings.Select(b => b.Status.IsCancellation())]);
        var rows = FeatureMatrix.AtBooking(encoder, bookings, contexts);
        return new Grown(encoder, rows, learn(rows));
    }

    private static double[] Scores(TreeEnsemble ensemble, FeatureMatrix rows)
    {
        var scores = new double[rows.Rows];
        CompiledEnsemble.Of(ensemble).ScoreAll(rows.Values, scores);
        return scores;
    }

    private sealed record Grown(FeatureEncoder Encoder, FeatureMatrix Rows, TreeEnsemble Trees)
    {
        public SlimEnsemble Slim(double tolerance, int bits) => SlimEnsemble.Of(Trees, new TrainingOptions { PruneTolerance = tolerance, LeafBits = bits }, () => Rows);
    }
}
