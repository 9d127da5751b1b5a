using HotelCancellation.Model;

namespace HotelCancellation.Training;

/// <summary>Trees that take less than those that were trained.</summary>
/// <param name="Ensemble">The trees.</param>
/// <param name="TrainedLeaves">Leaves of the trees that were trained.</param>
public sealed record SlimEnsemble(TreeEnsemble Ensemble, int TrainedLeaves)
{
    /// <summary>By how much pruning moved the sums of the training rows, as the root mean square over those that it looked at, in log-odds.</summary>
    public double PrunedBy { get; init; }

    /// <summary>By how much rounding can have moved the sum of any row whatever, in log-odds.</summary>
    public double RoundedBy { get; init; }

    /// <summary>The trees with what the options ask for: pruned first, then rounded. Those that were trained where they ask for nothing.</summary>
    /// <param name="trained">The trees.</param>
    /// <param name="options">The options.</param>
    /// <param name="matrix">Makes the training rows, where they are needed.</param>
    internal static SlimEnsemble Of(TreeEnsemble trained, TrainingOptions options, Func<FeatureMatrix> matrix)
    {
        var slim = new SlimEnsemble(trained, trained.LeafValue.Length);
        slim = options.PruneTolerance > 0 ? TreePruner.Prune(slim, matrix(), options.PruneTolerance) : slim;
        return options.LeafBits < TreeEnsemble.DoubleBits ? LeafRounding.Round(slim, options.LeafBits) : slim;
    }
}
