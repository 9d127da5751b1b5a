using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Simulation.Replays;

/// <summary>
/// Walks through bookings of the past as if they happened again: on the first day of each month a model is trained on what was known
/// then, and asked about bookings whose end was not. The tasks share the models of the months.
/// </summary>
public sealed class Replay
{
    private const int MonthsAtOnce = 2;
    private readonly TrainingOptions _training;
    private readonly ReplayOptions _options;
    private readonly IReadOnlyList<Training.Snapshots.BookingLife> _lives;
    private readonly Lazy<SnapshotTable> _table;
    private readonly ConcurrentDictionary<DateOnly, AsOfFit> _fits = [];

    /// <summary>Prepares a replay.</summary>
    /// <param name="histories">All that ever happened, in any order.</param>
    /// <param name="training">How models are trained.</param>
    /// <param name="options">How time is walked through.</param>
    public Replay(IEnumerable<BookingHistory> histories, TrainingOptions training, ReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        (_training, _options) = (training, options);
        _lives = AsOfTrainer.Order(histories);
        var first = options.From.AddDays(-training.WindowDays);
        _table = new Lazy<SnapshotTable>(() =>
            SnapshotTable.Of(_lives, AsOfTrainer.Features(training), training.SnapshotStepDays, first, options.From.AddMonths(options.Months)));
    }

    /// <summary>The days on which models are asked.</summary>
    public IEnumerable<DateOnly> Cuts => Enumerable.Range(0, _options.Months).Take(_options.Stretch).Select(_options.From.AddMonths);

    /// <summary>The model of a day.</summary>
    /// <exception cref="TrainingRefusedException">There is too little to learn from.</exception>
    public AsOfFit Fit(DateOnly cut, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var trained = _options.Retrain ? cut : _options.From;
        if (!_fits.TryGetValue(trained, out var fit))
        {
            fit = _fits.GetOrAdd(trained, new AsOfTrainer(_training).Train(_table.Value, trained, progress, cancellationToken));
        }

        return fit;
    }

    /// <summary>All questions of a task with their answers.</summary>
    /// <exception cref="TrainingRefusedException">There is too little to learn from.</exception>
    public IReadOnlyList<ReplayAnswer> Answers(ReplayTask task, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (task == ReplayTask.Static)
        {
            return AskStatic(progress, cancellationToken);
        }

        // While trees are grown for one month, in a library that grows them for one at a time, the rows of the next one are made.
        var together = new ParallelOptions { MaxDegreeOfParallelism = MonthsAtOnce, CancellationToken = cancellationToken };
        try
        {
            Parallel.ForEach(_options.Retrain ? Cuts : Cuts.Take(1), together, cut => Fit(cut, progress, cancellationToken));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return [.. Cuts.SelectMany(cut => Ask(task, cut, progress, cancellationToken))];
    }

    /// <summary>Asks about bookings of a day, with the model of that day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The static task has no days.</exception>
    public IReadOnlyList<ReplayAnswer> Ask(ReplayTask task, DateOnly cut, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var questions = Questions(task, cut);
        var model = Fit(cut, progress, cancellationToken).Model;
        var answers = new ReplayAnswer[questions.Count];
        Parallel.For(0, answers.Length, q =>
        {
            var (life, day) = questions[q];
            var at = _table.Value.At(life, day, _options.FreshContext ? day : cut.DayNumber);
            answers[q] = ReplayAnswer.Of(cut, at.AsOf, at.Booking, model.Probability(at), _lives[life].History.State!.Outcome!.Value.IsCancellation);
        });
        return answers;
    }

    /// <summary>What is asked of the model of a day: which booking, by its place, and as of which day.</summary>
    internal IReadOnlyList<(int Life, int Day)> Questions(ReplayTask task, DateOnly cut)
    {
        var (from, until) = (cut.DayNumber, cut.AddMonths(1).DayNumber);
        return [.. Enumerable.Range(0, _lives.Count).Where(i => _lives[i].History.State!.Outcome is not null && task switch
        {
            ReplayTask.BookingTime => _lives[i].BookedOn >= from && _lives[i].BookedOn < until,
            ReplayTask.OnTheBooks => _lives[i].IsOnBooks(from),
            _ => throw new ArgumentOutOfRangeException(nameof(task), task, "The static task has no days."),
        }).Select(i => (i, task == ReplayTask.BookingTime ? _lives[i].BookedOn : from))];
    }

    /// <summary>The plain task of one split, as <c>train --split</c> does it.</summary>
    private ReplayAnswer[] AskStatic(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        BookingEvent[] rows = [.. _lives.Select(l => l.History.State!).Select(s => new BookingEvent(s.Booking, s.Status, s.StatusDate))];
        var (_, asked, probabilities) = new ModelTrainer(_training, TimeProvider.System).TrainAndAsk(rows, _options.Split, progress, cancellationToken);
        return [.. asked.Select((b, i) => ReplayAnswer.Of(_options.Split, b.Booking.BookedOn, b.Booking, probabilities[i], b.Status.IsCancellation()))];
    }
}
