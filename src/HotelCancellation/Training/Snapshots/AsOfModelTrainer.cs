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

    /// <summary>Trains on all that is known.</summary>
    /// <param name="histories">The bookings, in any order.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <exception cref="TrainingRefusedException">A feature leaks, or there is too little to learn from.</exception>
    public TrainingResult Train(IReadOnlyCollection<BookingHistory> histories, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var features = AsOfTrainer.Features(options);
        var set = TrainingSet.Of(histories);
        Require(set);
        progress?.Report("working out features");
        var end = set.MaturedBefore;
        var table = SnapshotTable.Of(AsOfTrainer.Order(histories), features, options.SnapshotStepDays, Split(set).AddDays(-options.WindowDays), end);
        return Train(new TableTrainings(table), end, progress, cancellationToken);
    }

    /// <summary>Trains on what a day knows.</summary>
    /// <param name="trainings">Where the bookings are; what other trainings on it have worked out is not worked out again.</param>
    /// <param name="end">The day; nothing of it or later is known.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <exception cref="TrainingRefusedException">There is too little to learn from.</exception>
    public TrainingResult Train(TableTrainings trainings, DateOnly end, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        var started = clock.GetTimestamp();
        var (judged, fit) = Fit(trainings, end, progress, cancellationToken);
        var model = judged.Correct(fit.Model);
        var (table, questions) = (trainings.Table, judged.Questions);
        return new TrainingResult
        {
            Model = model,
            Evaluation = judged.Evaluation,
            Split = judged.Split,
            TrainedOnAll = true,
            AsOf = fit,
            Set = judged.Set,
            RowsTrained = fit.Snapshots,
            Slim = fit.Slim,
            KnownRows = ModelKnowledge.KnownRows(model, judged.Asked),
            Importance = ModelKnowledge.Importance(model, judged.Asked),
            Evidence = new TrainingEvidence(
                table, judged.Split.AddDays(-options.WindowDays), judged.Correct(judged.Early), judged.Split, end,
                [.. Enumerable.Range(0, questions.Count).Where(i => questions[i].Day == table.Lives[questions[i].Life].BookedOn)
                    .Select(i => new EvidenceAnswer(questions[i].Life, judged.Probabilities[i], judged.Outcomes[i].Status.IsCancellation()))]),
            Seconds = clock.GetElapsedTime(started).TotalSeconds,
        };
    }

    /// <summary>The model that <see cref="Train(TableTrainings, DateOnly, IProgress{string}, CancellationToken)"/> makes, without all that is said of it.</summary>
    /// <inheritdoc cref="Train(TableTrainings, DateOnly, IProgress{string}, CancellationToken)" path="/param"/>
    /// <exception cref="TrainingRefusedException">There is too little to learn from.</exception>
    public CancellationModel Model(TableTrainings trainings, DateOnly end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        var (judged, fit) = Fit(trainings, end, null, cancellationToken);
        return judged.Correct(fit.Model);
    }

    private (Judged Judged, AsOfFit Fit) Fit(TableTrainings trainings, DateOnly end, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var table = trainings.Table;
        var set = TrainingSet.Of(table.Lives, end);
        Require(set);
        var split = Split(set);
        var early = trainings.Fit(options, split, progress, cancellationToken);
        progress?.Report("evaluating");
        var judged = Judge(table, set, split, early.Model);
        return (judged, trainings.Fit(options, end, progress, cancellationToken));
    }

    private static Judged Judge(SnapshotTable table, TrainingSet set, DateOnly split, CancellationModel early)
    {
        var end = set.MaturedBefore;
        var questions = LateQuestions.Of(table, split, end).Where(q => table.Lives[q.Life].LostAsOf(end.DayNumber) is not null).ToList();
        if (questions.Count == 0)
        {
            throw new TrainingRefusedException($"No booking arrives from {split:yyyy-MM-dd} to {end:yyyy-MM-dd} with a known outcome.");
        }

        var asked = questions.ConvertAll(q => table.At(q.Life, q.Day));
        var outcomes = questions.ConvertAll(q => LateQuestions.Outcome(table, q.Life, end));
        var logOdds = Array.ConvertAll(early.Probabilities(asked), CancellationModel.LogOdds);
        var probabilities = CrossFitted(asked, logOdds, outcomes);
        var (common, byProperty) = CalibrationByProperty.Fit([.. Answers(asked, logOdds, outcomes)]);
        return new Judged(set, split, early, questions, asked, outcomes, probabilities, Evaluation.Of(outcomes, probabilities), common, byProperty);
    }

    private void Require(TrainingSet set)
    {
        if (set.Bookings.Count < options.MinimumRows)
        {
            throw new TrainingRefusedException($"{set.Bookings.Count} bookings have a known outcome; at least {options.MinimumRows} are needed (Training:MinimumRows).");
        }
    }

    /// <summary>
    /// Some weeks before the end; earlier where a few early bookers are all that arrives then, and never so early that less than half of the
    /// arrivals lie before it.
    /// </summary>
    private DateOnly Split(TrainingSet set)
    {
        var weeks = set.MaturedBefore.AddDays(-options.EvaluationDays);
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

    /// <summary>What a model of some weeks before the end had to say of the arrivals since, and the corrections that follow.</summary>
    private sealed record Judged(
        TrainingSet Set, DateOnly Split, CancellationModel Early, List<(int Life, int Day)> Questions, List<BookingAt> Asked, List<BookingEvent> Outcomes, double[] Probabilities, Evaluation Evaluation,
        Calibration Common, IReadOnlyDictionary<string, Calibration> ByProperty)
    {
        public CancellationModel Correct(CancellationModel model) => model.With(Common, ByProperty, new DecisionRule(Evaluation.Overall.ThresholdBest));
    }
}
