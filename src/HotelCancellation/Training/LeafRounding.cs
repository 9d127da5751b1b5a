using HotelCancellation.Model;

namespace HotelCancellation.Training;

/// <summary>
/// Rounds what leaves add, tree by tree, to whole numbers of a few bits times a power of two: the smallest power with which the tree's largest leaf fits.
/// </summary>
internal static class LeafRounding
{
    /// <summary>The power below which leaves are nothing.</summary>
    private const int SmallestExponent = -100;

    /// <summary>Rounds.</summary>
    /// <param name="slim">The trees.</param>
    /// <param name="bits">Bits of a leaf, the sign included; 2 or more.</param>
    public static SlimEnsemble Round(SlimEnsemble slim, int bits)
    {
        var most = (1 << (bits - 1)) - 1;
        var ordered = EnsembleBuilder.Collapse(slim.Ensemble, _ => null);
        var values = (double[])ordered.LeafValue.Clone();
        var furthest = 0.0;
        foreach (var root in ordered.Roots)
        {
            var leaves = Leaves(ordered, root);
            furthest += Round(values.AsSpan(leaves), most);
        }

        return slim with { Ensemble = ordered.With(values, bits), RoundedBy = furthest };
    }

    // The leaves of a tree stand side by side.
    private static Range Leaves(TreeEnsemble ensemble, int root)
    {
        var (first, last) = (root, root);
        while (first >= 0)
        {
            first = ensemble.Left[first];
        }

        while (last >= 0)
        {
            last = ensemble.Right[last];
        }

        return ~first..(~last + 1);
    }

    /// <summary>Rounds the leaves of a tree.</summary>
    /// <returns>By how much the one that is rounded furthest changes.</returns>
    private static double Round(Span<double> leaves, int most)
    {
        double greatest = 0, furthest = 0;
        foreach (var leaf in leaves)
        {
            greatest = Math.Max(greatest, Math.Abs(leaf));
        }

        var exponent = greatest == 0 ? 0 : Math.Max(SmallestExponent, Math.ILogB(greatest / most) - 1);
        while (Math.Round(Math.ScaleB(greatest, -exponent)) > most)
        {
            exponent++;
        }

        for (var i = 0; i < leaves.Length; i++)
        {
            // Adding 0 makes 0 of -0, which no whole number is.
            var rounded = Math.ScaleB(Math.Round(Math.ScaleB(leaves[i], -exponent)), exponent) + 0.0;
            furthest = Math.Max(furthest, Math.Abs(rounded - leaves[i]));
            leaves[i] = rounded;
        }

        return furthest;
    }
}
