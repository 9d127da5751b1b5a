using HotelCancellation.Bookings;
using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Judging;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using HotelCancellation.Validation;

namespace HotelCancellation.Simulation.Running;

/// <summary>
/// Watches simulated hotels on accelerated time: a model is trained on their history by the real trainer, then every day's events go through
/// validation, fold, features, scorer, counts, judges and triggers as in production, without storage. The model is kept whatever is
/// triggered, so that what was found can be told from what a training made of it.
/// </summary>
public sealed class WatchRun(WatchOptions options, TrainingOptions training, MonitoringOptions monitoring, BookingValidator validator, TimeProvider clock)
{
    /// <summary>Runs.</summary>
    /// <param name="progress">Told each stage's name and how far it all is, 0 to 1.</param>
    /// <param name="reports">Given every day's report, group after group; null where nobody asks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidOperationException">A setting is out of range.</exception>
    /// <exception cref="TrainingRefusedException">There is too little to learn from.</exception>
    public WatchResult Run(IProgress<(string Stage, double Share)>? progress, Action<MonitoringReport>? reports, CancellationToken cancellationToken)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new InvalidOperationException(string.Join(" ", problems));
        }

        var groups = options.Groups();
        List<WatchTrigger> triggers = [];
        List<WatchAlarm> alarms = [];
        List<MonitoringReport> last = [];
        var (days, predicted, refused) = (0, 0L, 0L);
        for (var g = 0; g < groups.Count; g++)
        {
            var done = g;
            var group = new Group(this, groups[g], (stage, share) => progress?.Report((stage, (done + share) / groups.Count)), reports);
            group.Run(cancellationToken);
            triggers.AddRange(group.Triggers);
            alarms.AddRange(group.Alarms);
            last.Add(group.Last!);
            (days, predicted, refused) = (days + group.TriggerDays, predicted + group.Hotels.Predicted, refused + group.Hotels.Refused);
        }

        return new WatchResult
        {
            Options = options,
            Triggers = [.. triggers.OrderBy(t => t.Day)],
            DataAlarms = [.. alarms.OrderBy(a => a.Day)],
            LastReports = last,
            TriggerDays = days,
            Predicted = predicted,
            Refused = refused,
        };
    }

    /// <summary>Hotels with one model.</summary>
    private sealed class Group(WatchRun run, double[] sizes, Action<string, double> progress, Action<MonitoringReport>? reports)
    {
        // Of the time it takes.
        private const double HistoryShare = 0.3;

        private readonly MonitoringJudge _judge = new(run.Monitoring);
        private readonly TriggerPolicy _policy = new(run.Monitoring);
        private readonly HashSet<string> _alarming = new(StringComparer.Ordinal);
        private TriggerState _state = TriggerState.Empty;
        private ModelReference? _reference;

        public WatchedHotels Hotels { get; } = new(run.Validator);

        public List<WatchTrigger> Triggers { get; } = [];

        public List<WatchAlarm> Alarms { get; } = [];

        public MonitoringReport? Last { get; private set; }

        public int TriggerDays { get; private set; }

        public void Run(CancellationToken cancellationToken)
        {
            var (first, day, sent) = (run.Options.From, run.Options.From.AddDays(-run.Options.HistoryDays), new List<BookingEvent>());
            progress("history", 0);
            foreach (var message in new BookingEventStream(run.Options.Generator(sizes), run.Options.Sending).Sent())
            {
                for (; day < message.SentOn; day = day.AddDays(1))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    End(day, first, sent, cancellationToken);
                    sent.Clear();
                }

                sent.Add(message.Event);
            }

            for (; day <= first.AddDays(run.Options.Days - 1); day = day.AddDays(1))
            {
                End(day, first, sent, cancellationToken);
                sent.Clear();
            }
        }

        private void End(DateOnly day, DateOnly first, List<BookingEvent> sent, CancellationToken cancellationToken)
        {
            if (day == first)
            {
                Train(first, cancellationToken);
            }

            Hotels.Take(day, sent);
            if (day >= first)
            {
                var number = day.DayNumber - first.DayNumber;
                progress("watching", HistoryShare + ((1 - HistoryShare) * number / run.Options.Days));
                Hotels.Close(day, run.Monitoring.MatureDays);
                Judge(day, number);
            }
        }

        private void Train(DateOnly first, CancellationToken cancellationToken)
        {
            progress("training", HistoryShare / 2);
            var result = new AsOfModelTrainer(run.Training, run.Clock).Train(Hotels.Histories, null, cancellationToken);
            _reference = ReferenceFitter.Fit(result)!;
            Hotels.Use(new WatchedModel(result.Model, _reference, result.Evidence!.Table.Ledger), first);
        }

        private void Judge(DateOnly day, int number)
        {
            var report = _judge.Judge("simulated", _reference!, day, Hotels.Days);
            (var decision, _state) = _policy.Decide(new TriggerQuestion { Day = day, Findings = report.Findings, NewLabels = Hotels.Labels }, _state);
            Last = report with { Decision = decision };
            reports?.Invoke(Last);
            var isAsked = decision.Causes.Any(c => c is TriggerCause.Drift or TriggerCause.Performance);
            TriggerDays += isAsked && decision.Outcome != TriggerOutcome.DataTrouble ? 1 : 0;
            if (decision.NewFindings.Count > 0 && decision.Outcome != TriggerOutcome.DataTrouble)
            {
                Triggers.Add(new WatchTrigger(number, day, decision.Causes, decision.NewFindings, decision.Outcome, decision.Reason,
                    [.. report.Findings.Where(f => decision.NewFindings.Contains(f.Key, StringComparer.Ordinal)).SelectMany(f => f.Reasons)]));
            }

            var broken = report.Findings.Where(f => f.Kind == FindingKind.Data).ToArray();
            Alarms.AddRange(broken.Where(f => !_alarming.Contains(f.Key)).Select(f => new WatchAlarm(number, day, f.Property, f.Reasons)));
            _alarming.Clear();
            _alarming.UnionWith(broken.Select(f => f.Key));
        }
    }

    private WatchOptions Options => options;

    private TrainingOptions Training => training;

    private MonitoringOptions Monitoring => monitoring;

    private BookingValidator Validator => validator;

    private TimeProvider Clock => clock;
}
