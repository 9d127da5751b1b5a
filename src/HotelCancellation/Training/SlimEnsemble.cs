using HotelCancellation.Model;

namespace HotelCancellation.Training;

/// <summary>Trees that take less than those that were trained.</summary>
/// <param name="Ensemble">The trees.</param>
/// <param name="LargestChange">By how much the sum of any row whatever can be another than before, in log-odds.</param>
public sealed record SlimEnsemble(TreeEnsemble Ensemble, double LargestChange)
{
    /// <summary>The trees with what the options ask for: pruned first, then rounded. Those that were trained where they ask for nothing.</summary>
    /// <param name="trained">The trees.</param>
    /// <param name="options">The options.</param>
    /// <param name="matrix">Makes the training rows, where they are needed.</param>
    internal static SlimEnsemble Of(TreeEnsemble trained, TrainingOptions options, Func<FeatureMatrix> matrix)
    {
        var slim = options.PruneTolerance > 0 ? TreePruner.Prune(trained, matrix(), options.PruneTolerance) : new SlimEnsemble(trained, 0);
        return options.LeafBits < TreeEnsemble.DoubleBits ? LeafRounding.Round(slim, options.LeafBits) : slim;
    }
}
