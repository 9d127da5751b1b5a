using System.Collections.Concurrent;
using System.Text.Json;

namespace HotelCancellation.Training.Snapshots;

/// <summary>
/// Trainings on one table of snapshots, as of several days and by several settings. What two of them have in common is worked out once: a run that tries settings, trains and
/// judges a twin asks for the same fit more than once, and what open bookings come to does not depend on the settings of the model's own trees. Safe for many threads.
/// </summary>
/// <param name="table">The table.</param>
public sealed class TableTrainings(SnapshotTable table)
{
    private readonly ConcurrentDictionary<string, Lazy<LikelyOutcomes>> _outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<AsOfFit>> _fits = new(StringComparer.Ordinal);

    /// <summary>The table.</summary>
    public SnapshotTable Table => table;

    /// <summary>The fit of a day.</summary>
    /// <param name="options">How.</param>
    /// <param name="cutDay">The day; nothing of it or later is learned from.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <exception cref="TrainingRefusedException">There is too little to learn from.</exception>
    public AsOfFit Fit(TrainingOptions options, DateOnly cutDay, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Once(_fits, Key(options, cutDay), () => new AsOfTrainer(options).Train(
            table, Once(_outcomes, Key(LikelyOutcomes.Settings(options), cutDay), () => LikelyOutcomes.Of(table, cutDay, options, progress, cancellationToken)), progress, cancellationToken));

    /// <summary>Whoever comes while it is made waits for it. What failed is made again.</summary>
    private static T Once<T>(ConcurrentDictionary<string, Lazy<T>> known, string key, Func<T> make)
    {
        var value = known.GetOrAdd(key, _ => new Lazy<T>(make));
        try
        {
            return value.Value;
        }
        catch
        {
            known.TryRemove(new KeyValuePair<string, Lazy<T>>(key, value));
            throw;
        }
    }

    private static string Key(TrainingOptions options, DateOnly cutDay) => $"{cutDay:yyyyMMdd} {JsonSerializer.Serialize(options)}";
}
