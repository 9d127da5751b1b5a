namespace HotelCancellation.Model.Scoring;

/// <summary>
/// Takes the nodes and leaves of pieces, one piece after the other. The leaves of a piece are counted from left to right, so that a set of them is a 64-bit number; a row ends in the first leaf
/// that no node to the right of which it has gone excludes. C. Lucchese et al., <i>QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees</i>, SIGIR 2015,
/// section 3.
/// </summary>
internal ref struct TreePieceWalk
{
    private readonly TreeEnsemble _ensemble;
    private readonly RankTable _ranks;
    private readonly ReadOnlySpan<ushort> _orders;
    private readonly ReadOnlySpan<int> _below;
    private TreePiece _piece;
    private Span<BlockNode> _nodes;
    private Span<ulong> _rights;
    private Span<double> _leaves;
    private int _lane;
    private int _node;
    private int _leaf;

    /// <param name="ensemble">The trees.</param>
    /// <param name="ranks">Their thresholds.</param>
    /// <param name="orders">For each node, the place of its threshold among those of its feature.</param>
    /// <param name="below">For each node, the leaves below it.</param>
    public TreePieceWalk(TreeEnsemble ensemble, RankTable ranks, ReadOnlySpan<ushort> orders, ReadOnlySpan<int> below)
    {
        (_ensemble, _ranks) = (ensemble, ranks);
        _orders = orders;
        _below = below;
    }

    /// <summary>Takes a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="lane">Its place in its block.</param>
    /// <param name="nodes">Gets its nodes, one fewer than its leaves.</param>
    /// <param name="rights">Gets for each node the leaves that are possible still where a row goes right.</param>
    /// <param name="leaves">Gets what each leaf adds.</param>
    public void Take(TreePiece piece, int lane, Span<BlockNode> nodes, Span<ulong> rights, Span<double> leaves)
    {
        (_piece, _lane, _node, _leaf) = (piece, lane, 0, 0);
        _nodes = nodes;
        _rights = rights;
        _leaves = leaves;
        Take(piece.Root, 0);
    }

    private void Take(int child, int first)
    {
        if (_piece.IsOutside(first, child < 0 ? 1 : _below[child]))
        {
            _leaves[_leaf++] = 0;
            return;
        }

        if (child < 0)
        {
            _leaves[_leaf++] = _ensemble.LeafValue[~child];
            return;
        }

        var (from, left) = (_leaf, _ensemble.Left[child]);
        Take(left, first);
        _rights[_node] = ~(((1UL << (_leaf - from)) - 1) << from);
        _nodes[_node] = new BlockNode(_ranks.Place(_ensemble.Feature[child]), _orders[child], _lane, _node);
        _node++;
        Take(_ensemble.Right[child], first + (left < 0 ? 1 : _below[left]));
    }
}
