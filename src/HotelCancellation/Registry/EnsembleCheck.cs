using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>
/// Finds what would make an ensemble loop, read out of bounds, overflow the stack or give a number that is not one. Scoring
/// and explaining trust an ensemble that has passed.
/// </summary>
internal static class EnsembleCheck
{
    /// <summary>The deepest tree allowed: explaining goes down a tree by recursion, with memory quadratic in its depth.</summary>
    public const int DeepestTree = 256;

    private const double CoverTolerance = 1e-3;

    /// <summary>Far beyond any log-odds, and small enough that no sum over leaves and covers overflows.</summary>
    private const double LargestLeaf = 1e6;

    /// <summary>What is wrong with the ensemble, or null.</summary>
    public static string? Fault(TreeEnsemble ensemble) =>
        Lengths(ensemble) ?? Numbers(ensemble) ?? Trees(ensemble) ?? Covers(ensemble);

    private static string? Lengths(TreeEnsemble e)
    {
        var (nodes, leaves) = (e.Feature.Length, e.LeafValue.Length);
        return e.Threshold.Length == nodes && e.Left.Length == nodes && e.Right.Length == nodes && e.NodeCover.Length == nodes && e.LeafCover.Length == leaves
            ? e.FeatureCount is >= 1 and <= ushort.MaxValue ? null : $"It has {e.FeatureCount} features; 1 to {ushort.MaxValue} are allowed."
            : "Its arrays differ in length.";
    }

    private static string? Numbers(TreeEnsemble e)
    {
        for (var node = 0; node < e.Feature.Length; node++)
        {
            if (e.Feature[node] >= e.FeatureCount)
            {
                return $"Node {node} asks about feature {e.Feature[node]} of {e.FeatureCount}.";
            }

            if (float.IsNaN(e.Threshold[node]))
            {
                return $"Node {node} has no threshold.";
            }

            if (!float.IsFinite(e.NodeCover[node]) || e.NodeCover[node] <= 0)
            {
                return $"Node {node} has a cover of {e.NodeCover[node]}; it must be positive.";
            }
        }

        for (var leaf = 0; leaf < e.LeafValue.Length; leaf++)
        {
            // Written so that NaN is refused too.
            if (!(Math.Abs(e.LeafValue[leaf]) <= LargestLeaf))
            {
                return $"Leaf {leaf} has the value {e.LeafValue[leaf]}; log-odds from -{LargestLeaf} to {LargestLeaf} are allowed.";
            }

            if (!float.IsFinite(e.LeafCover[leaf]) || e.LeafCover[leaf] < 0)
            {
                return $"Leaf {leaf} has a cover of {e.LeafCover[leaf]}; it must not be negative.";
            }
        }

        return null;
    }

    /// <summary>Every node and every leaf hangs in exactly one place, so that every walk ends.</summary>
    private static string? Trees(TreeEnsemble e)
    {
        var nodeSeen = new bool[e.Feature.Length];
        var leafSeen = new bool[e.LeafValue.Length];
        var open = new Stack<(int Child, int Depth)>();
        for (var tree = 0; tree < e.Roots.Length; tree++)
        {
            QuietThread.Pause();
            open.Push((e.Roots[tree], 0));
            while (open.TryPop(out var next))
            {
                var (child, depth) = next;
                var seen = child < 0 ? leafSeen : nodeSeen;
                var index = child < 0 ? ~child : child;
                var kind = child < 0 ? "leaf" : "node";
                if (index >= seen.Length)
                {
                    return $"Tree {tree} leads to {kind} {index}, which does not exist.";
                }

                if (seen[index])
                {
                    return $"Tree {tree} leads to {kind} {index}, which hangs elsewhere already.";
                }

                if (depth > DeepestTree)
                {
                    return $"Tree {tree} is deeper than {DeepestTree}.";
                }

                seen[index] = true;
                if (child >= 0)
                {
                    open.Push((e.Left[child], depth + 1));
                    open.Push((e.Right[child], depth + 1));
                }
            }
        }

        return Array.IndexOf(nodeSeen, false) is >= 0 and var node ? $"Node {node} hangs nowhere."
            : Array.IndexOf(leafSeen, false) is >= 0 and var leaf ? $"Leaf {leaf} hangs nowhere." : null;
    }

    /// <summary>The rows that come through a node go on to its children: without that, reasons would not add up to the score.</summary>
    private static string? Covers(TreeEnsemble e)
    {
        QuietThread.Pause();
        for (var node = 0; node < e.Feature.Length; node++)
        {
            var below = (double)e.Cover(e.Left[node]) + e.Cover(e.Right[node]);
            if (Math.Abs(below - e.NodeCover[node]) > CoverTolerance * e.NodeCover[node])
            {
                return $"Node {node} has a cover of {e.NodeCover[node]}, its children {below}.";
            }
        }

        return null;
    }
}
