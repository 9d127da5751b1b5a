using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Model;

namespace HotelCancellation.Training.Snapshots;

/// <summary>
/// Trains a model that is right on whatever day it is asked: on bookings as they stood on the day they were made and on later
/// days. Every booking that is known counts, those that are still open by what <see cref="HazardModel"/> says of them.
/// See <c>docs/decisions/0012</c>.
/// </summary>
public sealed class AsOfTrainer(TrainingOptions options)
{
    /// <summary>The features that are asked for, or the default ones.</summary>
    /// <exception cref="TrainingRefusedException">One leaks or does not exist.</exception>
    public static IReadOnlyList<FeatureDefinition> Features(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (features, refusals) = options.Features.Count == 0 ? (FeatureCatalog.AsOfDefault, []) : LeakGuard.Select(options.Features);
        return refusals.Count == 0 ? features : throw new TrainingRefusedException(string.Join(' ', refusals));
    }

    /// <summary>The bookings in an order that says nothing of what became of them, as the order in a file may: by day of booking, arrival, property and id.</summary>
    public static IReadOnlyList<BookingLife> Order(IEnumerable<BookingHistory> histories) =>
        [.. histories.AsParallel().Select(h => new BookingLife(h)).OrderBy(l => l.BookedOn).ThenBy(l => l.First.ArrivalDate)
            .ThenBy(l => l.First.PropertyId.Value, StringComparer.Ordinal).ThenBy(l => SnapshotPlan.Hash(l.First)).ThenBy(l => l.First.BookingId.Value, StringComparer.Ordinal)];

    /// <summary>Trains on what a day knows.</summary>
    /// <param name="table">The snapshots of the bookings; of whatever days.</param>
    /// <param name="cutDay">The day; nothing of it or later is learned from.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <exception cref="TrainingRefusedException">There is too little to learn from.</exception>
    public AsOfFit Train(SnapshotTable table, DateOnly cutDay, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var cut = cutDay.DayNumber;
        progress?.Report("learning what open bookings come to");
        var lost = Outcomes(table, cut, cancellationToken, out var open);
        var rows = Enumerable.Range(0, table.Rows.Count).Where(i => IsLearnedFrom(table.Rows[i], table.Lives[table.Rows[i].Life].BookedOn, cut) && !float.IsNaN(lost[table.Rows[i].Life])).ToArray();
        var bookings = rows.Select(i => table.Rows[i].Life).Distinct().Count();
        var shares = Array.ConvertAll(rows, i => lost[table.Rows[i].Life]);
        if (bookings < options.MinimumRows || shares.All(s => s <= 0.5) || shares.All(s => s > 0.5))
        {
            throw new TrainingRefusedException($"{bookings} bookings of the {options.WindowDays} days before {cutDay:yyyy-MM-dd} can be learned from; at least {options.MinimumRows} with both outcomes are needed (Training:MinimumRows).");
        }

        progress?.Report("training");
        var encoder = FeatureEncoderFitter.Fit(table.Features, Array.ConvertAll(rows, table.Booking), shares);
        var ensemble = new LightGbmTrainer(options).Train(Matrix(table, encoder, rows, shares), cancellationToken);
        return new AsOfFit(new CancellationModel(encoder, ensemble, Calibration.None, new DecisionRule(0.5)), rows.Length, bookings, open);
    }

    /// <summary>What each booking comes to as far as the day knows, 0 to 1; NaN where it was not known by then.</summary>
    private float[] Outcomes(SnapshotTable table, int cut, CancellationToken cancellationToken, out int open)
    {
        var lost = new float[table.Lives.Count];
        var unknown = new List<int>();
        for (var i = 0; i < lost.Length; i++)
        {
            lost[i] = table.Lives[i].LostAsOf(cut) ?? float.NaN;
            if (float.IsNaN(lost[i]) && table.Lives[i].IsOnBooks(cut))
            {
                unknown.Add(i);
            }
        }

        open = unknown.Count;
        if (open > 0 && HazardModel.Train(table, cut, options, cancellationToken) is { } hazard)
        {
            Parallel.ForEach(unknown, i => lost[i] = (float)hazard.Lost(i, cut));
        }

        return lost;
    }

    private bool IsLearnedFrom(Snapshot row, int bookedOn, int cut) =>
        row.Day < cut && row.Day >= cut - options.WindowDays && (row.Number == 0 || (row.Number + bookedOn) % options.SnapshotThinning == 0);

    /// <summary>A row of which only a share is lost stands there twice, as lost and as kept, each with its weight.</summary>
    private static FeatureMatrix Matrix(SnapshotTable table, FeatureEncoder encoder, int[] rows, float[] shares)
    {
        var (from, labels, weights) = (new List<int>(rows.Length), new List<bool>(rows.Length), new List<float>(rows.Length));
        for (var i = 0; i < rows.Length; i++)
        {
            if (shares[i] > 0)
            {
                Add(rows[i], true, shares[i]);
            }

            if (shares[i] < 1)
            {
                Add(rows[i], false, 1 - shares[i]);
            }
        }

        return FeatureMatrix.Of(encoder.Width, [.. labels], [.. weights], (i, to) =>
        {
            table.Numbers(from[i]).CopyTo(to);
            encoder.EncodeCategories(table.Booking(from[i]), to);
        });

        void Add(int row, bool label, float weight)
        {
            from.Add(row);
            labels.Add(label);
            weights.Add(weight);
        }
    }
}
