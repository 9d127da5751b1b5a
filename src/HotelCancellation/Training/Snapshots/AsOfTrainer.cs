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
    private const double MaturedWeight = 1.0 / 3;
    private const double MaturedRate = 0.1;

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
    public AsOfFit Train(SnapshotTable table, DateOnly cutDay, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Train(table, LikelyOutcomes.Of(table, cutDay, options, progress, cancellationToken), progress, cancellationToken);

    /// <summary>Trains on what a day knows and on what the bookings that are open on it will likely come to.</summary>
    internal AsOfFit Train(SnapshotTable table, LikelyOutcomes outcomes, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report("learning from all bookings");
        var lost = outcomes.Lost;
        var rows = Array.FindAll(outcomes.Rows, i => !float.IsNaN(lost[table.Rows[i].Life]));
        FeatureMatrix Numbers(int[] from) => Matrix(table, outcomes.Encoder, from, Array.ConvertAll(from, i => lost[table.Rows[i].Life]));
        TreeEnsemble Learn(int[] from, TrainingOptions how) => new LightGbmTrainer(how).Train(Numbers(from), cancellationToken);
        var ended = Array.FindAll(rows, i => outcomes.HasEnded(table, table.Rows[i].Life));
        var ensemble = WithMatured(table, rows, () => Learn(rows, options), () => Learn(ended, options with { Trees = options.MaturedTrees, LearningRate = MaturedRate }));
        var slim = SlimEnsemble.Of(ensemble, options, () => Numbers(rows));
        return new AsOfFit(
            new CancellationModel(outcomes.Encoder, slim.Ensemble, Calibration.None, new DecisionRule(0.5)), rows.Length, rows.Select(i => table.Rows[i].Life).Distinct().Count(), outcomes.Open.Count, slim);
    }

    /// <summary>
    /// After the day of booking, trees that learned from arrivals alone that are over have a third of the say: what they know is certain, if of a
    /// time that has passed, and they err on other bookings than trees that learned from likely outcomes. On the day of booking they would add little but the level of that time.
    /// </summary>
    private static TreeEnsemble WithMatured(SnapshotTable table, int[] rows, Func<TreeEnsemble> learnAll, Func<TreeEnsemble> learnMatured)
    {
        var since = table.Features.Select((f, i) => (f.Name, i)).FirstOrDefault(f => f.Name == "daysSinceBooking", (Name: "", i: -1)).i;
        var atBooking = (double)rows.Count(i => table.Rows[i].Number == 0) / rows.Length;
        if (since < 0 || atBooking is 0 or 1)
        {
            return learnAll();
        }

        var all = learnAll();
        return EnsembleBuilder.Switch(since, 0.5f, all, EnsembleBuilder.Sum((all, 1 - MaturedWeight), (learnMatured(), MaturedWeight)), atBooking);
    }

    /// <summary>A row of which only a share is lost stands there twice, as lost and as kept, each with its weight.</summary>
    private FeatureMatrix Matrix(SnapshotTable table, FeatureEncoder encoder, int[] rows, float[] shares)
    {
        var (from, labels, weights) = (new List<int>(rows.Length), new List<bool>(rows.Length), new List<float>(rows.Length));
        for (var i = 0; i < rows.Length; i++)
        {
            var weight = table.Rows[rows[i]].Number == 0 ? 1f : (float)options.LaterWeight;
            if (shares[i] > 0)
            {
                Add(rows[i], true, shares[i] * weight);
            }

            if (shares[i] < 1)
            {
                Add(rows[i], false, (1 - shares[i]) * weight);
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
