using System.Runtime.InteropServices;

namespace HotelCancellation.Model.Scoring;

/// <summary>A node of a piece: where a row goes right, of the piece's leaves only <paramref name="Right"/> are possible still.</summary>
internal readonly record struct PieceNode(int Feature, float Threshold, ulong Right);

/// <summary>
/// A tree of at most 64 leaves, its leaves counted from left to right, so that a set of them is a 64-bit number. A row ends in the
/// first leaf that no node to the right of which it has gone excludes. C. Lucchese et al., <i>QuickScorer: a fast algorithm to rank
/// documents with additive ensembles of regression trees</i>, SIGIR 2015, section 3.
/// </summary>
internal sealed class TreePiece
{
    /// <summary>The most leaves of a piece.</summary>
    public const int MostLeaves = 64;

    private readonly List<PieceNode> _nodes = new(MostLeaves - 1);
    private readonly List<double> _leaves = new(MostLeaves);

    private TreePiece()
    {
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<PieceNode> Nodes => _nodes;

    /// <summary>What each leaf adds.</summary>
    public ReadOnlySpan<double> Leaves => CollectionsMarshal.AsSpan(_leaves);

    /// <summary>
    /// A tree as pieces. A larger tree becomes several: each has some of its leaves, one beside the other, and a single leaf of 0
    /// for all that lies to a side of them, so that a row gets its leaf from one piece and 0 from the others.
    /// </summary>
    /// <returns>The pieces; null where the tree is too deep.</returns>
    public static IReadOnlyList<TreePiece>? TryCut(TreeEnsemble ensemble, int root)
    {
        var leaves = LeavesBelow(ensemble, root);
        if (leaves <= MostLeaves)
        {
            var whole = new TreePiece();
            whole.Take(ensemble, root, _ => false);
            return [whole];
        }

        var below = new Dictionary<int, (int First, int End)>();
        Count(ensemble, root, 0, below);
        var pieces = new List<TreePiece>();
        for (var first = 0; first < leaves;)
        {
            var end = Math.Min(leaves, first + MostLeaves);
            bool IsOutside(int child) => below[child].End <= first || below[child].First >= end;
            while (end > first && Size(ensemble, root, IsOutside) > MostLeaves)
            {
                end--;
            }

            if (end == first)
            {
                return null;
            }

            var piece = new TreePiece();
            piece.Take(ensemble, root, IsOutside);
            pieces.Add(piece);
            first = end;
        }

        return pieces;
    }

    private static int LeavesBelow(TreeEnsemble ensemble, int child) => child < 0 ? 1 : LeavesBelow(ensemble, ensemble.Left[child]) + LeavesBelow(ensemble, ensemble.Right[child]);

    // Which of the tree's leaves, from left to right, are below each child; leaves by their negative references.
    private static int Count(TreeEnsemble ensemble, int child, int first, Dictionary<int, (int First, int End)> below)
    {
        var end = child < 0 ? first + 1 : Count(ensemble, ensemble.Right[child], Count(ensemble, ensemble.Left[child], first, below), below);
        below[child] = (first, end);
        return end;
    }

    private static int Size(TreeEnsemble ensemble, int child, Predicate<int> isOutside) =>
        child < 0 || isOutside(child) ? 1 : Size(ensemble, ensemble.Left[child], isOutside) + Size(ensemble, ensemble.Right[child], isOutside);

    private void Take(TreeEnsemble ensemble, int child, Predicate<int> isOutside)
    {
        if (child < 0 || isOutside(child))
        {
            _leaves.Add(isOutside(child) ? 0 : ensemble.LeafValue[~child]);
            return;
        }

        var from = _leaves.Count;
        Take(ensemble, ensemble.Left[child], isOutside);
        var left = ((1UL << (_leaves.Count - from)) - 1) << from;
        _nodes.Add(new PieceNode(ensemble.Feature[child], ensemble.Threshold[child], ~left));
        Take(ensemble, ensemble.Right[child], isOutside);
    }
}
