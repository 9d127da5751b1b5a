using HotelCancellation.Bookings.Events;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Simulation.Replays;

/// <summary>
/// Walks through bookings of the past as if they happened again: on the first day of each month a model is trained on what was known
/// then, and asked about bookings whose end was not.
/// </summary>
public sealed class Replay
{
    private readonly TrainingOptions _training;
    private readonly ReplayOptions _options;
    private readonly SnapshotTable _table;
    private readonly Dictionary<DateOnly, AsOfFit> _fits = [];

    /// <summary>Prepares a replay.</summary>
    /// <param name="histories">All that ever happened, in any order.</param>
    /// <param name="training">How models are trained.</param>
    /// <param name="options">How time is walked through.</param>
    public Replay(IEnumerable<BookingHistory> histories, TrainingOptions training, ReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        (_training, _options) = (training, options);
        var first = options.From.AddDays(-Math.Max(training.WindowDays, training.PaceDays));
        _table = SnapshotTable.Of(AsOfTrainer.Order(histories), AsOfTrainer.Features(training), training.SnapshotStepDays, first, options.From.AddMonths(options.Months));
    }

    /// <summary>The days on which models are asked.</summary>
    public IEnumerable<DateOnly> Cuts => Enumerable.Range(0, _options.Months).Select(_options.From.AddMonths);

    /// <summary>The model of a day.</summary>
    public AsOfFit Fit(DateOnly cut, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var trained = _options.Retrain ? cut : _options.From;
        if (!_fits.TryGetValue(trained, out var fit))
        {
            _fits.Add(trained, fit = new AsOfTrainer(_training).Train(_table, trained, progress, cancellationToken));
        }

        return fit;
    }

    /// <summary>All questions of a task with their answers.</summary>
    public IReadOnlyList<ReplayAnswer> Answers(ReplayTask task, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var answers = new List<ReplayAnswer>();
        foreach (var cut in Cuts)
        {
            answers.AddRange(Ask(task, cut, progress, cancellationToken));
        }

        return answers;
    }

    /// <summary>Asks about bookings of a day, with the model of that day.</summary>
    public IReadOnlyList<ReplayAnswer> Ask(ReplayTask task, DateOnly cut, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var model = Fit(cut, progress, cancellationToken).Model;
        var (from, until) = (cut.DayNumber, cut.AddMonths(1).DayNumber);
        var queries = Enumerable.Range(0, _table.Lives.Count).Where(i => task switch
        {
            ReplayTask.BookingTime => _table.Lives[i].BookedOn >= from && _table.Lives[i].BookedOn < until,
            ReplayTask.OnTheBooks => _table.Lives[i].IsOnBooks(from),
            _ => throw new ArgumentOutOfRangeException(nameof(task), task, "The static task has no days."),
        }).Where(i => _table.Lives[i].History.State!.Outcome is not null).ToArray();
        var answers = new ReplayAnswer[queries.Length];
        Parallel.For(0, queries.Length, q =>
        {
            var life = _table.Lives[queries[q]];
            var day = task == ReplayTask.BookingTime ? life.BookedOn : from;
            var at = _table.At(queries[q], day, _options.FreshContext ? day : from);
            answers[q] = new ReplayAnswer(cut, at.Booking, at.AsOf, model.Probability(at), life.History.State!.Outcome!.Value.IsCancellation);
        });
        return answers;
    }
}
