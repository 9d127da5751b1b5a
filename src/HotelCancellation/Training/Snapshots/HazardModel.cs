using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Model.Scoring;

namespace HotelCancellation.Training.Snapshots;

/// <summary>
/// The probability that a booking on the books is lost before it arrives, learned from bookings whose end nobody knows yet too: the hazard of
/// each step of days, given that the booking lived until then, multiplied up to the arrival. D. Cox, <i>Regression models and life-tables</i>,
/// JRSS B 34 (1972), section 6; J. Singer and J. Willett, <i>It's about time: using discrete-time survival analysis</i>, JES 18 (1993).
/// It serves training alone: it says what the open bookings will likely come to.
/// </summary>
/// <remarks>
/// When steps are multiplied up from a day, what is known of the bookings around stays that of the day while the steps go on. So it is learned
/// like that: each step is seen from a snapshot of the booking drawn from all up to its beginning, and the days in between are a feature. Seen
/// from its own beginning alone, a step far ahead would look like one around which nothing has been cancelled although the arrival is near.
/// </remarks>
internal sealed class HazardModel
{
    private const double SmallestSurvival = 1e-9;
    public const double LearningRate = 0.08;
    private const double L2 = 0.1;
    private const double FeatureShare = 0.25;
    private const int FewestFeatures = 8;
    private const double RowShare = 0.5;
    private const int MinimumRowsPerLeaf = 20;
    private readonly SnapshotTable _table;
    private readonly FeatureEncoder _encoder;
    private readonly CompiledEnsemble _ensemble;
    private readonly int _stepDays;

    private HazardModel(SnapshotTable table, FeatureEncoder encoder, TreeEnsemble ensemble, int stepDays) =>
        (_table, _encoder, _ensemble, _stepDays) = (table, encoder, CompiledEnsemble.Of(ensemble), stepDays);

    /// <summary>Trains on what a day knows.</summary>
    /// <param name="table">The snapshots.</param>
    /// <param name="encoder">The encoder of the model that is being trained.</param>
    /// <param name="cut">The day; nothing of it or later is looked at.</param>
    /// <param name="windowDays">Steps that begin so many days before it at most are learned from.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <returns>The model, or null where there is too little to learn from.</returns>
    public static HazardModel? Train(SnapshotTable table, FeatureEncoder encoder, int cut, int windowDays, TrainingOptions options, CancellationToken cancellationToken)
    {
        // Only steps that are over, even where something happened in one that is not: those where nothing happened are not known
        // yet, and features tell the date, so that the last days would seem to lose every booking.
        var rows = Enumerable.Range(0, table.Rows.Count)
            .Where(i => table.Rows[i].Day >= cut - windowDays && table.Rows[i].Day + table.Rows[i].Days <= cut
                && table.Lives[table.Rows[i].Life].FirstDay < cut).ToArray();
        var labels = Array.ConvertAll(rows, i => table.Lives[table.Rows[i].Life].IsLostWithin(table.Rows[i].Day, table.Rows[i].Day + table.Rows[i].Days));
        var lost = labels.Count(l => l);
        if (lost == 0 || lost == labels.Length)
        {
            return null;
        }

        var width = encoder.Width;
        int[] moving = [.. Enumerable.Range(0, table.Features.Count).Where(f => table.Features[f].KnownAt == KnownAt.AsOf && !table.Features[f].NeedsContext)];
        var matrix = FeatureMatrix.Of(width + 2, labels, null, (i, to) =>
        {
            var (seenFrom, step) = (rows[i] - StepsBack(table, rows[i]), rows[i]);
            table.Numbers(seenFrom).CopyTo(to);
            foreach (var feature in moving)
            {
                to[feature] = table.Numbers(step)[feature];
            }

            encoder.EncodeCategories(table.Booking(step), to);
            to[width] = table.Rows[step].Days;
            to[width + 1] = table.Rows[step].Day - table.Rows[seenFrom].Day;
        });

        // Losses are rare in a step, and some kinds of bookings lose all in the end: regularised as the model is, they would not get there.
        var settings = options with { Trees = options.HazardTrees, Leaves = options.HazardLeaves, LearningRate = LearningRate, L2 = L2, FeatureShare = Math.Clamp((double)FewestFeatures / (width + 2), FeatureShare, 1), RowShare = RowShare, MinimumRowsPerLeaf = MinimumRowsPerLeaf };
        return new HazardModel(table, encoder, new LightGbmTrainer(settings).Train(matrix, cancellationToken, isExplained: false), options.SnapshotStepDays);
    }

    /// <summary>The probability that a booking on the books on a day is lost by its arrival. Those around it are taken as they are on that day.</summary>
    public double Lost(int life, int day)
    {
        Span<float> row = new float[_encoder.Width + 2];
        var at = _table.At(life, day);
        var arrival = at.Booking.ArrivalDate.DayNumber;
        double survival = 1;
        for (var from = day; from <= arrival; from += _stepDays)
        {
            _encoder.Encode(at with { AsOf = DateOnly.FromDayNumber(from) }, row);
            row[^2] = Math.Min(_stepDays, arrival - from + 1);
            row[^1] = from - day;
            survival *= Math.Max(1 - CancellationModel.Sigmoid(_ensemble.Score(row)), SmallestSurvival);
        }

        return 1 - survival;
    }

    /// <summary>From how many snapshots earlier a step is seen: any number up to the first one, evenly, always the same for a booking's step.</summary>
    private static int StepsBack(SnapshotTable table, int row)
    {
        var (life, number) = (table.Rows[row].Life, table.Rows[row].Number);
        var back = (int)(SnapshotPlan.Hash(table.Lives[life].First, number) % (uint)(number + 1));
        while (back > 0 && (row < back || table.Rows[row - back].Life != life))
        {
            back--;
        }

        return back;
    }
}
