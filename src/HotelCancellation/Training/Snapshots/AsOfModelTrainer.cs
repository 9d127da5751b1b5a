using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Model;

namespace HotelCancellation.Training.Snapshots;

/// <summary>
/// From histories to the model that is served: trains as of a day some weeks before the end, judges and calibrates that model by the
/// arrivals since, and trains once more on all.
/// </summary>
public sealed class AsOfModelTrainer(TrainingOptions options, TimeProvider clock)
{
    private const double FewestShare = 0.05;
    private const double MostShare = 0.5;

    /// <summary>Trains.</summary>
    /// <param name="histories">The bookings, in any order.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <exception cref="TrainingRefusedException">A feature leaks, or there is too little to learn from.</exception>
    public TrainingResult Train(IReadOnlyCollection<BookingHistory> histories, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var started = clock.GetTimestamp();
        var features = AsOfTrainer.Features(options);
        var set = TrainingSet.Of([.. histories.Select(h => Latest(h))]);
        if (set.Bookings.Count < options.MinimumRows)
        {
            throw new TrainingRefusedException($"{set.Bookings.Count} bookings have a known outcome; at least {options.MinimumRows} are needed (Training:MinimumRows).");
        }

        progress?.Report("working out features");
        var end = set.MaturedBefore;
        var split = Split(set, end);
        var table = SnapshotTable.Of(AsOfTrainer.Order(histories), features, options.SnapshotStepDays, split.AddDays(-Math.Max(options.WindowDays, options.PaceDays)), end);
        var trainer = new AsOfTrainer(options);
        var early = trainer.Train(table, split, progress, cancellationToken).Model;
        progress?.Report("evaluating");
        var questions = LateQuestions.Of(table, split, end).Where(q => table.Lives[q.Life].LostAsOf(end.DayNumber) is not null).ToList();
        if (questions.Count == 0)
        {
            throw new TrainingRefusedException($"No booking arrives from {split:yyyy-MM-dd} to {end:yyyy-MM-dd} with a known outcome.");
        }

        var asked = questions.ConvertAll(q => table.At(q.Life, q.Day));
        var outcomes = questions.ConvertAll(q => LateQuestions.Outcome(table, q.Life, end));
        var logOdds = new double[asked.Count];
        Parallel.For(0, logOdds.Length, i => logOdds[i] = CancellationModel.LogOdds(early.Probability(asked[i])));
        var probabilities = CrossFitted(asked, logOdds, outcomes);
        var evaluation = Evaluation.Of(outcomes, probabilities);
        var (common, byProperty) = CalibrationByProperty.Fit([.. Answers(asked, logOdds, outcomes)]);
        var fit = trainer.Train(table, end, progress, cancellationToken);
        var model = fit.Model.With(common, byProperty, new DecisionRule(evaluation.Overall.ThresholdBest));
        return new TrainingResult
        {
            Model = model,
            Evaluation = evaluation,
            Split = split,
            TrainedOnAll = true,
            AsOf = fit,
            Set = set,
            RowsTrained = fit.Snapshots,
            KnownRows = ModelKnowledge.KnownRows(model, asked),
            Importance = ModelKnowledge.Importance(model, asked),
            Evidence = new TrainingEvidence(
                table, early.With(common, byProperty, model.Rule), split, end,
                [.. Enumerable.Range(0, questions.Count).Where(i => questions[i].Day == table.Lives[questions[i].Life].BookedOn)
                    .Select(i => new EvidenceAnswer(questions[i].Life, probabilities[i], outcomes[i].Status.IsCancellation()))]),
            Seconds = clock.GetElapsedTime(started).TotalSeconds,
        };
    }

    /// <summary>The booking as its latest event has it.</summary>
    private static BookingEvent Latest(BookingHistory history) =>
        new(history.State!.Booking, history.State.Status, history.State.Outcome?.KnownOn ?? history.State.StatusDate);

    /// <summary>
    /// Some weeks before the end; earlier where a few early bookers are all that arrives then, and never so early that less than half of the
    /// arrivals lie before it.
    /// </summary>
    private DateOnly Split(TrainingSet set, DateOnly end)
    {
        var weeks = end.AddDays(-options.EvaluationDays);
        var few = TimeSplit.LatestShare(set.Bookings, FewestShare);
        var most = TimeSplit.LatestShare(set.Bookings, MostShare);
        var split = weeks < few ? weeks : few;
        return split > most ? split : most;
    }

    /// <summary>
    /// Each answer corrected by what the answers of other days tell: those of odd arrival weeks by the even ones and the other way round, so
    /// that no outcome judges its own correction.
    /// </summary>
    internal static double[] CrossFitted(List<BookingAt> asked, double[] logOdds, List<BookingEvent> outcomes)
    {
        var rows = Answers(asked, logOdds, outcomes).ToArray();
        var isOdd = asked.ConvertAll(a => a.Booking.ArrivalDate.DayNumber / 7 % 2 == 1);
        var fits = new[] { false, true }.ToDictionary(odd => odd, odd => CalibrationByProperty.Fit([.. rows.Where((_, i) => isOdd[i] != odd)]));
        return [.. rows.Select((row, i) =>
        {
            var (common, byProperty) = fits[isOdd[i]];
            return CancellationModel.Sigmoid((byProperty.TryGetValue(row.Property, out var own) ? own : common).Apply(row.LogOdds));
        })];
    }

    private static IEnumerable<(string Property, double LogOdds, bool IsLost)> Answers(List<BookingAt> asked, double[] logOdds, List<BookingEvent> outcomes) =>
        asked.Select((a, i) => (a.Booking.PropertyId.Value, logOdds[i], outcomes[i].Status.IsCancellation()));
}
