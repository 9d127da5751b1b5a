using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Gate;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>A model asked about arrivals that it has learned nothing of, and what became of them.</summary>
internal sealed class CalibrationQuestions
{
    private readonly List<BookingAt> _asked;
    private readonly List<BookingEvent> _outcomes;
    private readonly double[] _raw;

    private CalibrationQuestions(List<BookingAt> asked, List<BookingEvent> outcomes, double[] raw, DateOnly from, DateOnly maturedBefore) =>
        (_asked, _outcomes, _raw, From, MaturedBefore) = (asked, outcomes, raw, from, maturedBefore);

    /// <summary>The model has learned nothing of this day or later.</summary>
    public DateOnly From { get; }

    /// <summary>The bookings and the days that it was asked about.</summary>
    public IReadOnlyList<BookingAt> Asked => _asked;

    /// <summary>Arrivals before this day have matured: the latest day that any status speaks of.</summary>
    public DateOnly MaturedBefore { get; }

    /// <summary>Asks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="histories">The bookings.</param>
    /// <param name="trained">The model has learned nothing of this day or later.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    public static CalibrationQuestions Of(CancellationModel model, IReadOnlyCollection<BookingHistory> histories, DateOnly trained, CancellationToken cancellationToken)
    {
        var known = histories.Where(h => h.State is not null).ToList();
        var matured = known.Count == 0 ? trained : known.Max(h => h.Events[^1].Event.StatusDate);
        var table = SnapshotTable.Around(known);
        var questions = LateQuestions.Of(table, trained, matured);
        cancellationToken.ThrowIfCancellationRequested();
        var asked = new BookingAt[questions.Count];
        var raw = new double[questions.Count];
        Parallel.For(0, raw.Length, i =>
        {
            asked[i] = table.At(questions[i].Life, questions[i].Day);
            var row = new float[model.Encoder.Width];
            model.Encoder.Encode(asked[i], row);
            raw[i] = model.Compiled.Score(row);
        });
        return new CalibrationQuestions([.. asked], [.. questions.Select(q => LateQuestions.Outcome(table, q.Life, matured))], raw, trained, matured);
    }

    /// <summary>Why they are too few to say anything, or null.</summary>
    public string? Fault(DateOnly trained, int minimum)
    {
        var lost = _outcomes.Count(o => o.Status.IsCancellation());
        return _asked.Count < minimum || lost == 0 || lost == _asked.Count
            ? $"learned what was known before {trained:yyyy-MM-dd}; of arrivals from then on, {_asked.Count} have matured before {MaturedBefore:yyyy-MM-dd}, {lost} of them cancelled. At least {minimum} with both outcomes are needed (Training:MinimumRows)."
            : null;
    }

    /// <summary>What they say of the model's calibration.</summary>
    public CalibrationFindings Findings(ModelBundle parent, DateOnly trained)
    {
        // A slope comes from training and stays; what moves with the years is the level.
        var slope = parent.Model.Calibration.Slope;
        var logOdds = LogOdds(parent);
        var (common, byProperty) = CalibrationByProperty.Fit([.. _asked.Select((a, i) => (a.Booking.PropertyId.Value, logOdds[i], _outcomes[i].Status.IsCancellation()))]);
        return new CalibrationFindings
        {
            Parent = parent.Version,
            From = trained,
            MaturedBefore = MaturedBefore,
            Before = Evaluation.Of(_outcomes, AsItIs(parent)),
            After = Evaluation.Of(_outcomes, AsOfModelTrainer.CrossFitted(_asked, logOdds, _outcomes)),
            CommonBefore = parent.Model.Calibration,
            Common = common with { Slope = slope },
            ByProperty = new SortedDictionary<string, Calibration>(byProperty.ToDictionary(p => p.Key, p => p.Value with { Slope = slope }, StringComparer.Ordinal), StringComparer.Ordinal),
        };
    }

    /// <summary>The model as it is beside the model with new corrections, those of even arrival weeks fitted on the odd ones and the other way round, so that no row has a part in its own.</summary>
    public IReadOnlyList<GateRow> Rows(ModelBundle parent)
    {
        var (before, after) = (AsItIs(parent), AsOfModelTrainer.CrossFitted(_asked, LogOdds(parent), _outcomes));
        return [.. Enumerable.Range(0, _asked.Count).Select(i => GateRow.Of(_asked[i], _outcomes[i].Status.IsCancellation(), before[i], after[i])).OrderBy(r => r.Arrival)];
    }

    private double[] LogOdds(ModelBundle parent) => Array.ConvertAll(_raw, r => parent.Model.Calibration.Slope * r);

    private double[] AsItIs(ModelBundle parent) => [.. _asked.Select((a, i) => CancellationModel.Sigmoid(parent.Model.CalibrationOf(a.Booking.PropertyId).Apply(_raw[i])))];
}
