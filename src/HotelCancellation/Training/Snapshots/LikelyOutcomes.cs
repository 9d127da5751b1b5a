using HotelCancellation.Features;
using HotelCancellation.Model;

namespace HotelCancellation.Training.Snapshots;

/// <summary>What became of each booking as far as a day knows, and of those still open what they will likely come to, by <see cref="HazardModel"/>. Immutable.</summary>
internal sealed record LikelyOutcomes
{
    private readonly int _cut;

    private LikelyOutcomes(int cut) => _cut = cut;

    /// <summary>The encoder, fitted on what the day knows.</summary>
    public required FeatureEncoder Encoder { get; init; }

    /// <summary>The rows of the table that may be learned from.</summary>
    public required int[] Rows { get; init; }

    /// <summary>The share of each booking that is lost, by its place; NaN where nothing can be said.</summary>
    public required float[] Lost { get; init; }

    /// <summary>The places of the bookings that are on the books on the day.</summary>
    public required IReadOnlySet<int> Open { get; init; }

    /// <summary>Whether a booking's arrival is over on the day, and what came of it is known.</summary>
    public bool HasEnded(SnapshotTable table, int life) => !Open.Contains(life) && table.Lives[life].At(_cut)!.Booking.ArrivalDate.DayNumber < _cut;

    /// <summary>Works them out.</summary>
    /// <param name="table">The snapshots of the bookings; of whatever days.</param>
    /// <param name="cutDay">The day; nothing of it or later is looked at.</param>
    /// <param name="options">How. Settings of the model's own trees are not looked at; see <see cref="Settings"/>.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <exception cref="TrainingRefusedException">There is too little to learn from.</exception>
    public static LikelyOutcomes Of(SnapshotTable table, DateOnly cutDay, TrainingOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        options = Settings(options);
        var cut = cutDay.DayNumber;
        var lost = Array.ConvertAll(table.Lives.ToArray(), l => l.LostAsOf(cut) ?? float.NaN);
        var open = Enumerable.Range(0, lost.Length).Where(i => float.IsNaN(lost[i]) && table.Lives[i].IsOnBooks(cut)).ToHashSet();
        var rows = Window(table, cut, options, life => !float.IsNaN(lost[life]) || open.Contains(life));

        // Of those whose arrival is still to come only the lost ones are known: they are in no rate.
        var matured = Array.ConvertAll(rows, i => table.Rows[i].Life is var life && !open.Contains(life) && table.Lives[life].At(cut)!.Booking.ArrivalDate.DayNumber < cut ? lost[life] : float.NaN);
        var bookings = rows.Where((_, i) => !float.IsNaN(matured[i])).Select(i => table.Rows[i].Life).Distinct().Count();
        if (bookings < options.MinimumRows || !matured.Contains(1) || !matured.Contains(0))
        {
            throw new TrainingRefusedException($"{bookings} bookings that arrived before {cutDay:yyyy-MM-dd} can be learned from; at least {options.MinimumRows} with both outcomes are needed (Training:MinimumRows).");
        }

        progress?.Report("learning what open bookings come to");
        var encoder = FeatureEncoderFitter.Fit(table.Features, Array.ConvertAll(rows, table.Booking), matured);
        if (HazardModel.Train(table, encoder, cut, options.WindowDays, options, cancellationToken) is { } hazard)
        {
            Parallel.ForEach(open, i => lost[i] = (float)hazard.Lost(i, cut));
        }

        return new LikelyOutcomes(cut) { Encoder = encoder, Rows = rows, Lost = lost, Open = open };
    }

    /// <summary>The settings that outcomes depend on, with all others the same: two trainings for which these are equal have the same outcomes.</summary>
    public static TrainingOptions Settings(TrainingOptions options) =>
        options with { Trees = 1, Leaves = options.HazardLeaves, LearningRate = 1, MinimumRowsPerLeaf = 1, FeatureShare = 1, RowShare = 1, L2 = 0, LaterWeight = 1, MaturedTrees = 1, PruneTolerance = 0, LeafBits = TreeEnsemble.DoubleBits };

    /// <summary>The rows of a window before a day: all days of booking, and of the later snapshots as many as are asked for.</summary>
    private static int[] Window(SnapshotTable table, int cut, TrainingOptions options, Func<int, bool> isTaken) =>
        [.. Enumerable.Range(0, table.Rows.Count).Where(i => table.Rows[i] is var row && row.Day < cut && row.Day >= cut - options.WindowDays
            && (row.Number == 0 || (row.Number + table.Lives[row.Life].BookedOn) % options.SnapshotThinning == 0) && isTaken(row.Life))];
}
