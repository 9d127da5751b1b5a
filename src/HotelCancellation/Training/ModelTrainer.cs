using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;

namespace HotelCancellation.Training;

/// <summary>
/// Trains, calibrates and evaluates a model on bookings as they were made, in the order of time: the plain task of one split. The model
/// that is served comes from <see cref="Snapshots.AsOfModelTrainer"/>.
/// </summary>
public sealed class ModelTrainer(TrainingOptions options, TimeProvider clock)
{
    /// <summary>Ensembles of each kind.</summary>
    internal const int Seeds = 3;

    private const int Leaves = 31;
    private const double FeatureShare = 0.3;
    private const double L2 = 1;

    /// <summary>The features when none are asked for: those of the served model that do not stand still on the day of booking, and the rates of agent and company in training.</summary>
    internal static IReadOnlyList<FeatureDefinition> Features { get; } =
        [.. FeatureCatalog.Default.Union(FeatureCatalog.AsOfDefault.Where(f => f.NeedsContext))];

    /// <summary>Trains.</summary>
    /// <param name="bookings">Accepted bookings in any order.</param>
    /// <param name="split">Arrivals from this day on are for evaluation alone.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <exception cref="TrainingRefusedException">A feature leaks, or there is too little to learn from.</exception>
    public TrainingResult Train(IReadOnlyList<BookingEvent> bookings, DateOnly split, IProgress<string>? progress, CancellationToken cancellationToken) =>
        TrainAndAsk(bookings, split, progress, cancellationToken).Result;

    /// <summary>Trains, and gives the bookings that were kept for the evaluation too, with their probabilities.</summary>
    /// <inheritdoc cref="Train" path="/param"/>
    internal (TrainingResult Result, IReadOnlyList<BookingEvent> Asked, IReadOnlyList<double> Probabilities) TrainAndAsk(
        IReadOnlyList<BookingEvent> bookings, DateOnly split, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var (features, refusals) = options.Features.Count == 0 ? (Features, []) : LeakGuard.Select(options.Features);
        if (refusals.Count > 0)
        {
            throw new TrainingRefusedException(string.Join(' ', refusals));
        }

        var set = TrainingSet.Of(bookings);
        if (set.Bookings.Count < options.MinimumRows)
        {
            throw new TrainingRefusedException($"{set.Bookings.Count} bookings have a known outcome; at least {options.MinimumRows} are needed (Training:MinimumRows).");
        }

        var (before, from) = TimeSplit.At(set.Bookings, split);
        Require(before, $"arrive before {split:yyyy-MM-dd}");
        if (from.Count == 0)
        {
            throw new TrainingRefusedException($"No booking with a known outcome arrives on {split:yyyy-MM-dd} or later; arrivals go from {set.Bookings[0].Booking.ArrivalDate:yyyy-MM-dd} to {set.Bookings[^1].Booking.ArrivalDate:yyyy-MM-dd}.");
        }

        progress?.Report("working out features");
        var contexts = features.Any(f => f.NeedsContext) ? new MemoryContexts(BookingLifeRow.Histories(bookings)) : null;
        var (model, slim) = Fit(features, before, contexts, progress, cancellationToken);
        progress?.Report("evaluating");
        BookingAt[] asked = [.. from.AsParallel().AsOrdered().Select(b => new BookingAt(b.Booking, b.Booking.BookedOn, contexts?.Context(b.Booking, b.Booking.BookedOn)))];
        var probabilities = model.Probabilities(asked);
        var evaluation = Evaluation.Of(from, probabilities);
        var result = new TrainingResult
        {
            Model = model,
            Evaluation = evaluation,
            Split = split,
            TrainedOnAll = false,
            Set = set,
            RowsTrained = before.Count,
            Slim = slim,
            KnownRows = ModelKnowledge.KnownRows(model, asked),
            Importance = ModelKnowledge.Importance(model, asked),
            Seconds = clock.GetElapsedTime(started).TotalSeconds,
        };
        return (result, from, probabilities);
    }

    /// <summary>How each of the ensembles is trained.</summary>
    internal static TrainingOptions Member(TrainingOptions options, int seed) =>
        options with { Trees = options.PlainTrees, Leaves = Math.Min(options.Leaves, Leaves), FeatureShare = FeatureShare, L2 = L2, Seed = seed };

    private static void Require(IReadOnlyList<BookingEvent> bookings, string which)
    {
        var cancelled = bookings.Count(b => b.Status.IsCancellation());
        if (cancelled == 0 || cancelled == bookings.Count)
        {
            throw new TrainingRefusedException($"Of the {bookings.Count} bookings that {which}, {cancelled} were cancelled; both outcomes are needed.");
        }
    }

    // Calibration and threshold come from the latest arrivals, foretold by trees that did not see them; then the trees are
    // grown once more on everything.
    private (CancellationModel Model, SlimEnsemble Slim) Fit(IReadOnlyList<FeatureDefinition> features, IReadOnlyList<BookingEvent> bookings, MemoryContexts? contexts, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report("training for calibration");
        var (early, late) = TimeSplit.At(bookings, TimeSplit.LatestShare(bookings, options.CalibrationShare));
        Require(early, "calibration trains on");
        if (late.Count == 0)
        {
            throw new TrainingRefusedException("All bookings arrive on one day; calibration needs later arrivals than training.");
        }

        // Nobody asks these for reasons; pruning counts their rows.
        var first = Grow(features, early, contexts, isExplained: options.PruneTolerance > 0, cancellationToken);
        var outcomes = late.Select(b => b.Status.IsCancellation()).ToArray();
        var raw = new double[late.Count];
        var matrix = FeatureMatrix.AtBooking(first.Encoder, late, contexts);
        CompiledEnsemble.Of(first.Slim.Ensemble).ScoreAll(matrix.Values, raw);
        var calibration = CalibrationFitter.Fit(raw, outcomes);
        var metrics = BinaryMetrics.Of([.. raw.Select(r => CancellationModel.Sigmoid(calibration.Apply(r)))], outcomes);
        progress?.Report("training");
        var (encoder, slim) = Grow(features, bookings, contexts, isExplained: true, cancellationToken);
        return (new CancellationModel(encoder, slim.Ensemble, calibration, new DecisionRule(metrics.ThresholdBest)), slim);
    }

    private (FeatureEncoder Encoder, SlimEnsemble Slim) Grow(IReadOnlyList<FeatureDefinition> features, IReadOnlyList<BookingEvent> bookings, MemoryContexts? contexts, bool isExplained, CancellationToken cancellationToken)
    {
        var encoder = FeatureEncoderFitter.Fit(features, [.. bookings.Select(b => b.Booking)], [.. bookings.Select(b => b.Status.IsCancellation())]);
        var matrix = FeatureMatrix.AtBooking(encoder, bookings, contexts);
        return (encoder, SlimEnsemble.Of(Learn(features, matrix, cancellationToken, isExplained), options, () => matrix));
    }

    /// <summary>
    /// The mean of ensembles of two kinds, which errs less than either: one sees all features, the other only what the booking itself says and what its
    /// agent, company and segment are known for, so that it leans on those. Each kind is trained with several seeds, since a seed alone moves the figures.
    /// </summary>
    internal TreeEnsemble Learn(IReadOnlyList<FeatureDefinition> features, FeatureMatrix matrix, CancellationToken cancellationToken, bool isExplained = true)
    {
        int[] plain = [.. Enumerable.Range(0, features.Count).Where(i => !features[i].NeedsContext || features[i].Name.EndsWith("Share", StringComparison.Ordinal) && !features[i].Name.Contains("Cancelled", StringComparison.Ordinal))];
        var columns = options.Features.Count > 0 ? null : matrix.Columns(plain);
        var members = new List<TreeEnsemble>();
        for (var seed = options.Seed; seed < options.Seed + Seeds; seed++)
        {
            var trainer = new LightGbmTrainer(Member(options, seed));
            members.Add(trainer.Train(matrix, cancellationToken, isExplained));
            if (columns is not null)
            {
                members.Add(trainer.Train(columns, cancellationToken, isExplained).Over(plain, matrix.Width));
            }
        }

        return EnsembleBuilder.Sum([.. members.Select(m => (m, 1.0 / members.Count))]);
    }
}
