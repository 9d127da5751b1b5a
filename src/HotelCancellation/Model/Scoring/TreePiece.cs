namespace HotelCancellation.Model.Scoring;

/// <summary>
/// A tree, or as much of a larger one as <see cref="MostLeaves"/> leaves hold: some of its leaves, one beside the other, and a single leaf of 0 for all that lies to a side of them. A row gets
/// its leaf from one piece of the tree, and 0 from the others.
/// </summary>
/// <param name="Root">The tree's root.</param>
/// <param name="First">The first of the tree's leaves, counted from left to right, that is the piece's.</param>
/// <param name="End">The first behind them.</param>
/// <param name="Leaves">Leaves of the piece, those of 0 too.</param>
internal readonly record struct TreePiece(int Root, int First, int End, int Leaves)
{
    /// <summary>The most leaves of a piece, so that a set of them is a 64-bit number.</summary>
    public const int MostLeaves = 64;

    /// <summary>All trees as pieces, in their order; null where one is too deep.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="below">For each node, gets the leaves below it.</param>
    public static List<TreePiece>? TryCut(TreeEnsemble ensemble, Span<int> below)
    {
        var pieces = new List<TreePiece>(ensemble.Roots.Length);
        foreach (var root in ensemble.Roots)
        {
            var leaves = Count(ensemble, root, below);
            if (leaves <= MostLeaves)
            {
                pieces.Add(new TreePiece(root, 0, leaves, leaves));
                continue;
            }

            for (var first = 0; first < leaves;)
            {
                var piece = new TreePiece(root, first, Math.Min(leaves, first + MostLeaves), 0);
                while (piece.End > first && (piece = piece with { Leaves = piece.LeavesAt(ensemble, below, root, 0) }).Leaves > MostLeaves)
                {
                    piece = piece with { End = piece.End - 1 };
                }

                if (piece.End == first)
                {
                    return null;
                }

                pieces.Add(piece);
                first = piece.End;
            }
        }

        return pieces;
    }

    /// <summary>Whether leaves of the tree are all another piece's.</summary>
    public bool IsOutside(int first, int count) => first + count <= First || first >= End;

    private static int Count(TreeEnsemble ensemble, int child, Span<int> below) =>
        child < 0 ? 1 : below[child] = Count(ensemble, ensemble.Left[child], below) + Count(ensemble, ensemble.Right[child], below);

    private int LeavesAt(TreeEnsemble ensemble, ReadOnlySpan<int> below, int child, int first)
    {
        if (child < 0 || IsOutside(first, below[child]))
        {
            return 1;
        }

        var left = ensemble.Left[child];
        return LeavesAt(ensemble, below, left, first) + LeavesAt(ensemble, below, ensemble.Right[child], first + (left < 0 ? 1 : below[left]));
    }
}
