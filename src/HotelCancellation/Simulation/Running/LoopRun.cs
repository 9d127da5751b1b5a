using HotelCancellation.Bookings.Events;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Judging;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Retraining.Steps;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using HotelCancellation.Validation;

namespace HotelCancellation.Simulation.Running;

/// <summary>
/// Walks through bookings day by day with the closed loop and without it: monitoring watches the champion and decides when to train, the trainer makes a challenger of what is known on that day, its twin and
/// the champion are put before the promotion gate, and what passes answers from then on. Beside it the first model answers the same questions, with the same fresh features. In one process, without storage.
/// </summary>
public sealed class LoopRun(LoopOptions options, TrainingOptions training, MonitoringOptions monitoring, GateOptions gate, BookingValidator validator, TimeProvider clock)
{
    private readonly MonitoringJudge _judge = new(monitoring);
    private readonly TriggerPolicy _policy = new(monitoring);
    private readonly PromotionGate _gate = new(gate);
    private readonly RowTimer _timer = new(clock);
    private readonly List<LoopTraining> _trainings = [];
    private readonly List<(DateOnly From, CancellationModel Model)> _champions = [];

    /// <summary>Runs.</summary>
    /// <param name="histories">All that ever happened.</param>
    /// <param name="progress">Told each stage's name and how far it all is, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="TrainingRefusedException">There is too little to learn from on the first day.</exception>
    public LoopResult Run(IReadOnlyCollection<BookingHistory> histories, IProgress<(string Stage, double Share)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var sent = histories.SelectMany(h => h.Events).GroupBy(e => e.Event.StatusDate).ToDictionary(g => g.Key, g => g.Select(e => e.Event).ToList());
        progress?.Report(("training", 0));
        _table = new TableTrainings(SnapshotTable.Of(
            AsOfTrainer.Order(histories), AsOfTrainer.Features(training), training.SnapshotStepDays, options.From.AddDays(-training.WindowDays - training.EvaluationDays), options.From.AddDays(options.Days)));
        var hotels = Promote(Train(options.From, cancellationToken), histories, options.From);
        var state = TriggerState.Empty;
        for (var day = options.From; day < options.From.AddDays(options.Days); day = day.AddDays(1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(("walking", (double)(day.DayNumber - options.From.DayNumber) / options.Days));
            hotels.Take(day, sent.GetValueOrDefault(day) ?? []);
            hotels.Close(day, monitoring.MatureDays);
            var report = _judge.Judge("simulated", _reference!, day, hotels.Days);
            (var decision, state) = _policy.Decide(new TriggerQuestion { Day = day, Findings = report.Findings, NewLabels = hotels.Labels }, state);
            if (decision.Outcome == TriggerOutcome.Train)
            {
                progress?.Report(("training", (double)(day.DayNumber - options.From.DayNumber) / options.Days));
                hotels = Retrain(histories, day.AddDays(1), decision, cancellationToken) ?? hotels;
            }
        }

        progress?.Report(("comparing", 1));
        return Compare(histories, cancellationToken);
    }

    private TableTrainings? _table;
    private ModelReference? _reference;
    private DateOnly _knownBefore;

    private TrainingResult Train(DateOnly day, CancellationToken cancellationToken) => new AsOfModelTrainer(training, clock).Train(_table!, day, null, cancellationToken);

    /// <summary>Trains and asks the gate.</summary>
    /// <returns>The hotels under the new champion; null where the old one stays.</returns>
    private WatchedHotels? Retrain(IReadOnlyCollection<BookingHistory> histories, DateOnly day, TriggerDecision decision, CancellationToken cancellationToken)
    {
        var window = CompareWindow.Of(TrainingSet.Of(_table!.Table.Lives, day), options.CompareDays, _knownBefore);
        GateQuestion question;
        TrainingResult challenger;
        try
        {
            challenger = Train(day, cancellationToken);
            var twin = new AsOfModelTrainer(training, clock).Model(_table, window.TwinFrom, cancellationToken);
            question = Question(_table.Table, window, challenger, twin, cancellationToken);
        }
        catch (TrainingRefusedException e)
        {
            _trainings.Add(new LoopTraining(day, decision.Causes, false, e.Message, null));
            return null;
        }

        var verdict = _gate.Judge(question);
        var isIn = verdict.Outcome == GateOutcome.Promote;
        _trainings.Add(new LoopTraining(day, decision.Causes, isIn, verdict.Summary, question.TwinDistance));
        return isIn ? Promote(challenger, histories, day) : null;
    }

    private GateQuestion Question(SnapshotTable table, CompareWindow window, TrainingResult challenger, CancellationModel twin, CancellationToken cancellationToken)
    {
        var champion = _champions[^1].Model;
        var asked = PairedQuestions.Ask(table, window, champion, twin, cancellationToken);
        var (before, after) = asked.Sample.Count == 0 ? (0, 0) : _timer.Measure(champion, challenger.Model, asked.Sample);
        GateModel Facts(int number, CancellationModel model, DateOnly knownBefore, double nanoseconds) =>
            GateModel.Of(new ModelVersion($"simulated-{number}"), model, knownBefore, (16L * model.Ensemble.Feature.Length) + (12L * model.Ensemble.LeafValue.Length)) with
            {
                RowNanoseconds = nanoseconds,
                Evidence = asked.Sample.Count == 0 ? [] : FeatureEvidence.Of(model, asked.Sample, asked.SampleOutcomes),
            };
        return new GateQuestion
        {
            Champion = Facts(_champions.Count, champion, _knownBefore, before ?? 0),
            Challenger = Facts(_trainings.Count + 2, challenger.Model, window.TwinFrom, after) with { Threshold = twin.Rule.Threshold },
            From = window.AskFrom,
            MaturedBefore = window.MaturedBefore,
            NewDays = Math.Max(0, window.MaturedBefore.DayNumber - _knownBefore.DayNumber),
            TwinDistance = asked.Distance(challenger.Model, twin),
            Rows = asked.Rows,
            Data = GateData.Healthy,
        };
    }

    /// <summary>Puts a model in charge from a day on, of hotels as they are known before it.</summary>
    private WatchedHotels Promote(TrainingResult result, IReadOnlyCollection<BookingHistory> histories, DateOnly day)
    {
        var hotels = new WatchedHotels(validator);
        var known = RunData.Before(histories, day);
        hotels.Take(day, [.. known.SelectMany(h => h.Events).Select(e => e.Event)]);
        _reference = ReferenceFitter.Fit(result)!;
        hotels.Use(new WatchedModel(result.Model, _reference, MemoryLedger.Of(known)), day);
        _knownBefore = result.Set.MaturedBefore;
        _champions.Add((day, result.Model));
        return hotels;
    }

    /// <summary>Bookings made on the days walked through whose outcome is known at the end, each as of the day it was made, with all that this day could know.</summary>
    private LoopResult Compare(IReadOnlyCollection<BookingHistory> histories, CancellationToken cancellationToken)
    {
        var table = _table!.Table;
        var (from, until) = (options.From.DayNumber, options.From.DayNumber + options.Days);
        int[] lives = [.. Enumerable.Range(0, table.Lives.Count).Where(i => table.Lives[i].BookedOn >= from && table.Lives[i].BookedOn < until && table.Lives[i].History.State!.Outcome is not null)];
        var (with, without) = (new double[lives.Length], new double[lives.Length]);
        Parallel.For(0, lives.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var day = table.Lives[lives[i]].BookedOn;
            var at = table.At(lives[i], day);
            without[i] = _champions[0].Model.Probability(at);
            var champion = _champions.FindLast(c => c.From.DayNumber <= day).Model;
            with[i] = ReferenceEquals(champion, _champions[0].Model) ? without[i] : champion.Probability(at);
        });
        bool[] outcomes = [.. lives.Select(i => table.Lives[i].History.State!.Outcome!.Value.IsCancellation)];
        var (auc, brier) = new PairedGain([.. lives.Select(i => table.Lives[i].BookedOn)], outcomes, without, with).Of(options.Rounds, training.Seed);
        return new LoopResult
        {
            Questions = lives.Length,
            With = BinaryMetrics.Of(with, outcomes),
            Without = BinaryMetrics.Of(without, outcomes),
            AucGain = auc,
            BrierGain = brier,
            Trainings = _trainings,
        };
    }
}
