using HotelCancellation.Training;

namespace HotelCancellation.Retraining.Workflows;

/// <summary>Settings of a training that a run tries out, beside those in force. Null leaves a setting as it is.</summary>
/// <param name="Trees">See <see cref="TrainingOptions.Trees"/>.</param>
/// <param name="Leaves">See <see cref="TrainingOptions.Leaves"/>.</param>
/// <param name="MinimumRowsPerLeaf">See <see cref="TrainingOptions.MinimumRowsPerLeaf"/>.</param>
/// <param name="L2">See <see cref="TrainingOptions.L2"/>.</param>
/// <param name="FeatureShare">See <see cref="TrainingOptions.FeatureShare"/>.</param>
public sealed record TrialSettings(int? Trees = null, int? Leaves = null, int? MinimumRowsPerLeaf = null, double? L2 = null, double? FeatureShare = null)
{
    private const double StandardErrors = 1;

    /// <summary>The settings in force.</summary>
    public static TrialSettings InForce { get; } = new();

    /// <summary>Neighbours of the settings in force, tried in this order: fewer and larger leaves, smaller and more of them, more and fewer of the features, stronger pull to the mean.</summary>
    private static readonly Func<TrainingOptions, TrialSettings>[] Neighbours =
    [
        o => new(Leaves: Math.Max(4, o.Leaves / 2), MinimumRowsPerLeaf: o.MinimumRowsPerLeaf),
        o => new(FeatureShare: Math.Min(1, o.FeatureShare * 1.75)),
        o => new(MinimumRowsPerLeaf: o.MinimumRowsPerLeaf * 2, L2: (o.L2 * 3) + 1),
        o => new(Trees: Math.Max(1, o.Trees * 3 / 2), Leaves: Math.Max(4, o.Leaves / 2)),
        o => new(FeatureShare: Math.Max(0.05, o.FeatureShare / 2)),
        o => new(Leaves: Math.Min(1024, o.Leaves * 2), MinimumRowsPerLeaf: o.MinimumRowsPerLeaf * 2),
    ];

    /// <summary>The most sets beside those in force.</summary>
    public static int Most => Neighbours.Length;

    /// <summary>A neighbour of the settings in force.</summary>
    /// <param name="options">The settings in force.</param>
    /// <param name="number">Which: 0 to <see cref="Most"/> less 1.</param>
    public static TrialSettings Neighbour(TrainingOptions options, int number)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Neighbours[number](options);
    }

    /// <summary>The settings in force with these in their place.</summary>
    public TrainingOptions Over(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            Trees = Trees ?? options.Trees,
            Leaves = Leaves ?? options.Leaves,
            MinimumRowsPerLeaf = MinimumRowsPerLeaf ?? options.MinimumRowsPerLeaf,
            L2 = L2 ?? options.L2,
            FeatureShare = FeatureShare ?? options.FeatureShare,
        };
    }

    /// <summary>Which set to train with: the one with the greatest gain, where that is more than its standard error; otherwise those in force. Several are tried on the same days, and the best of them is partly luck.</summary>
    /// <param name="results">The results, in the order of the sets; the first is of those in force.</param>
    public static int Choose(IReadOnlyList<TrialResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var best = 0;
        for (var i = 1; i < results.Count; i++)
        {
            if (results[i].LogLoss is not null && results[i].Gain > StandardErrors * results[i].GainError && results[i].Gain > (best == 0 ? 0 : results[best].Gain))
            {
                best = i;
            }
        }

        return best;
    }
}
