using HotelCancellation.Bookings;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Monitoring.References;

/// <summary>Makes the reference of a model that was just trained, from the very rows that it was trained on.</summary>
public sealed class ReferenceFitter
{
    private const int FewestRows = 100;
    private const int WeekDays = 7;
    private const int QuarterDays = 13 * WeekDays;
    private const int FewestWeeks = 8;
    private const double UnknownDispersion = 2;

    private readonly TrainingEvidence _evidence;
    private readonly IReadOnlyList<MonitoredColumn> _columns;
    private readonly int[] _rows;
    private readonly Booking[] _bookings;
    private readonly double[] _probabilities;
    private readonly OpenDays[] _open;
    private readonly int[] _parties;
    private readonly bool[] _isFirst;

    private ReferenceFitter(TrainingResult result, TrainingEvidence evidence)
    {
        _evidence = evidence;
        _columns = MonitoredColumn.Of(result.Model.Encoder);
        var table = evidence.Table;

        // A booking's first snapshot is of its day of booking; what was not known before the end is not there.
        _rows = [.. Enumerable.Range(0, table.Rows.Count).Where(i => table.Rows[i].Number == 0
            && table.Rows[i].Day >= evidence.From.DayNumber && table.Lives[table.Rows[i].Life].FirstDay < evidence.End.DayNumber)];
        _bookings = Array.ConvertAll(_rows, table.Booking);
        _probabilities = new double[_rows.Length];
        Parallel.For(0, _rows.Length, i => _probabilities[i] = Probability(i));
        var parties = new PartySizes();
        _isFirst = Array.ConvertAll(_bookings, b => parties.Add(b) == 1);
        _parties = Array.ConvertAll(_bookings, parties.Of);
        _open = [.. _rows.Select((row, i) => OpenDays.Of(_bookings[i], table.Lives[table.Rows[row].Life].At(evidence.End.DayNumber)!))];
    }

    /// <summary>The reference; null for a model that was not trained on snapshots.</summary>
    public static ModelReference? Fit(TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Evidence is { } evidence ? new ReferenceFitter(result, evidence).Make(result) : null;
    }

    private ModelReference Make(TrainingResult result)
    {
        var importance = result.Importance.ToDictionary(f => f.Feature, f => f.MeanContribution, StringComparer.Ordinal);
        var pace = PaceFitter.Fit([.. _bookings.Select((booking, i) => (booking, _open[i], 1.0 / _parties[i]))], _evidence.End.DayNumber);
        var scopes = new SortedDictionary<string, ScopeReference>(StringComparer.Ordinal) { [ModelReference.All] = Scope(result, pace, [.. Enumerable.Range(0, _rows.Length)]) };
        foreach (var property in Enumerable.Range(0, _rows.Length).GroupBy(i => _bookings[i].PropertyId.Value, StringComparer.Ordinal).Where(g => g.Count() >= FewestRows && g.Key != ModelReference.All))
        {
            scopes[property.Key] = Scope(result, pace, [.. property]);
        }

        return new ModelReference
        {
            Columns = _columns,
            Importance = [.. _columns.Select(c => c.Explains.Sum(f => importance.GetValueOrDefault(f)))],
            Threshold = result.Model.Rule.Threshold,
            KnownBefore = _evidence.End,
            Pace = pace,
            Scopes = scopes,
        };
    }

    private ScopeReference Scope(TrainingResult result, CancellationPace pace, int[] taken)
    {
        // A year that ends with the last booking, and of whole fortnights, so that no season is cut.
        var from = ColumnReference.StartOf(_open.Max(o => o.BookedOn) + 1 - ColumnReference.YearDays);
        var year = Array.FindAll(taken, i => _isFirst[i] && _open[i].BookedOn >= from);

        // Some weeks more, since the first windows after the training look back a year too.
        var before = Array.FindAll(taken, i => _isFirst[i] && _open[i].BookedOn < from && _open[i].BookedOn >= from - ColumnReference.MoreSeasonDays);
        var (events, dispersion) = Spread(pace, taken);
        var probability = new ProbabilitySketch(result.Model.Rule.Threshold);
        foreach (var i in taken.Where(i => _open[i].BookedOn >= _evidence.Split.DayNumber))
        {
            probability.Add(_probabilities[i]);
        }

        return new ScopeReference
        {
            Columns = [.. _columns.AsParallel().AsOrdered().Select(c => Column(c, year, before))],
            Probability = probability,
            Baseline = BaselineOf(result.Model.Rule.Threshold, [.. taken.Select(i => _evidence.Table.Rows[_rows[i]].Life)]),
            PaceEvents = events,
            Dispersion = dispersion,
        };
    }

    private ColumnReference Column(MonitoredColumn column, int[] rows, int[] before)
    {
        var (layout, sketch) = column.IsCategory ? Category(column, rows) : Number(column, rows);
        var (weeks, seasons) = (new SortedDictionary<int, ColumnSketch>(), new SortedDictionary<int, ColumnSketch>());
        foreach (var i in rows)
        {
            var day = _open[i].BookedOn;
            Count(weeks, day - (day % WeekDays), i);
            Count(seasons, ColumnReference.StartOf(day), i);
        }

        foreach (var i in before)
        {
            Count(seasons, ColumnReference.StartOf(_open[i].BookedOn), i);
        }

        // Weeks against their own quarter: what the seasons make is not what comes together.
        double[] effects = [.. weeks.GroupBy(w => w.Key / QuarterDays).Where(g => g.Count() > 3).Select(g => DesignEffect.OfParts([.. g.Select(w => (IReadOnlyList<long>)[.. w.Value.Parts(), w.Value.Unseen, w.Value.Missing])]))];
        return new ColumnReference { Sketch = sketch, Seasons = seasons, DesignEffect = effects.Length == 0 ? 1 : effects.Average() };

        void Count(SortedDictionary<int, ColumnSketch> parts, int start, int i)
        {
            if (!parts.TryGetValue(start, out var part))
            {
                parts.Add(start, part = layout.NewSketch());
            }

            if (part is CategorySketch category)
            {
                category.Add(column.Category(_bookings[i]));
            }
            else
            {
                ((NumberSketch)part).Add(column.Number(_evidence.Table.Numbers(_rows[i])));
            }
        }
    }

    private (ColumnLayout, ColumnSketch) Number(MonitoredColumn column, int[] rows) => NumberLayout.Freeze(rows.Select(i => column.Number(_evidence.Table.Numbers(_rows[i]))));

    private (ColumnLayout, ColumnSketch) Category(MonitoredColumn column, int[] rows) => CategoryLayout.Freeze(rows.Select(i => column.Category(_bookings[i])));

    /// <summary>The cancellations of the last year, and how much more than chance its weeks differ.</summary>
    private (double Events, double Dispersion) Spread(CancellationPace pace, int[] taken)
    {
        var end = _evidence.End.DayNumber;
        var weeks = new (double Events, double Expected)[52];
        foreach (var i in taken)
        {
            var (open, weight, risk) = (_open[i], 1.0 / _parties[i], pace.RiskOf(_bookings[i]));
            for (var day = Math.Max(open.BookedOn, end - (weeks.Length * WeekDays)); day <= Math.Min(open.Last, end - 1); day++)
            {
                ref var week = ref weeks[(end - 1 - day) / WeekDays];
                week = (week.Events + (open.IsCancelled && day == open.Last ? weight : 0), week.Expected + (weight * pace.On(_bookings[i], risk, DateOnly.FromDayNumber(day))));
            }
        }

        double[] spread = [.. weeks.Where(w => w.Expected >= 1).Select(w => Math.Pow(w.Events - w.Expected, 2) / w.Expected)];
        return (weeks.Sum(w => w.Events), spread.Length < FewestWeeks ? UnknownDispersion : Math.Max(1, spread.Average()));
    }

    private Baseline? BaselineOf(double threshold, HashSet<int> lives)
    {
        var days = new SortedDictionary<int, OutcomeSketch>();
        long rows = 0;
        foreach (var answer in _evidence.Answers.Where(a => lives.Contains(a.Life)))
        {
            var arrival = _evidence.Table.Lives[answer.Life].First.ArrivalDate.DayNumber;
            if (!days.TryGetValue(arrival, out var day))
            {
                days.Add(arrival, day = new OutcomeSketch(threshold));
            }

            day.Add(answer.Probability, answer.IsLost);
            rows++;
        }

        if (rows < FewestRows)
        {
            return null;
        }

        var (auc, f1, brier) = OutcomeIntervals.Of([.. days.Values], seed: 1);
        return new Baseline(rows, auc, f1, brier);
    }

    private double Probability(int i)
    {
        var row = new float[_evidence.Early.Encoder.Width];
        _evidence.Table.Numbers(_rows[i]).CopyTo(row);
        _evidence.Early.Encoder.EncodeCategories(_bookings[i], row);
        return Model.CancellationModel.Sigmoid(_evidence.Early.CalibrationOf(_bookings[i].PropertyId).Apply(_evidence.Early.Compiled.Score(row)));
    }
}
