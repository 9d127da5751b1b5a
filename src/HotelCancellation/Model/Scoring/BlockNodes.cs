using System.Buffers;
using System.Runtime.InteropServices;
using HotelCancellation.Platform;

namespace HotelCancellation.Model.Scoring;

/// <summary>The nodes of all trees, <see cref="TreeBlocks.Lanes"/> trees or pieces of trees a block; those of a block by feature and threshold.</summary>
internal sealed class BlockNodes : IDisposable
{
    private readonly IMemoryOwner<BlockNode> _nodes;
    private readonly IMemoryOwner<ulong> _rights;
    private readonly int[] _firstNode;
    private readonly int[] _firstLeaf;

    private BlockNodes(IReadOnlyList<TreePiece> pieces)
    {
        Blocks = (pieces.Count + TreeBlocks.Lanes - 1) / TreeBlocks.Lanes;
        (_firstNode, _firstLeaf) = (new int[Blocks + 1], new int[Blocks * TreeBlocks.Lanes]);
        var (node, leaf) = (0, 0);
        for (var lane = 0; lane < _firstLeaf.Length; lane++)
        {
            // A lane without a tree adds nothing, by a leaf of 0.
            var leaves = lane < pieces.Count ? pieces[lane].Leaves : 1;
            _firstLeaf[lane] = leaf;
            leaf += leaves;
            node += leaves - 1;
            _firstNode[(lane / TreeBlocks.Lanes) + 1] = node;
        }

        _nodes = MemoryPool<BlockNode>.Shared.Rent(node);
        _rights = MemoryPool<ulong>.Shared.Rent(Blocks * BlockNode.Indexes);
        Leaves = new AlignedArray<double>(leaf);
    }

    /// <summary>Number of blocks.</summary>
    public int Blocks { get; }

    /// <summary>What each leaf adds, lane after lane.</summary>
    public AlignedArray<double> Leaves { get; }

    /// <summary>The nodes of an ensemble's trees; null where one is too deep.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="ranks">Their thresholds.</param>
    /// <param name="orders">For each node, the place of its threshold among those of its feature.</param>
    public static BlockNodes? TryTake(TreeEnsemble ensemble, RankTable ranks, ReadOnlySpan<ushort> orders)
    {
        using var below = MemoryPool<int>.Shared.Rent(ensemble.Feature.Length);
        if (TreePiece.TryCut(ensemble, below.Memory.Span) is not { } pieces)
        {
            return null;
        }

        var taken = new BlockNodes(pieces);
        var walk = new TreePieceWalk(ensemble, ranks, orders, below.Memory.Span);
        for (var block = 0; block < taken.Blocks; block++)
        {
            taken.Take(block, pieces, walk);
            QuietThread.Pause();
        }

        return taken;
    }

    /// <summary>The nodes of a block.</summary>
    public ReadOnlySpan<BlockNode> Of(int block) => Nodes(block);

    /// <summary>For each node of a block by <see cref="BlockNode.Index"/>, the leaves that are possible still where a row goes right.</summary>
    public ReadOnlySpan<ulong> Rights(int block) => _rights.Memory.Span.Slice(block * BlockNode.Indexes, BlockNode.Indexes);

    /// <summary>Where the leaves of a block's lanes begin.</summary>
    public ReadOnlySpan<int> FirstLeaves(int block) => _firstLeaf.AsSpan(block * TreeBlocks.Lanes, TreeBlocks.Lanes);

    public void Dispose()
    {
        _nodes.Dispose();
        _rights.Dispose();
    }

    private Span<BlockNode> Nodes(int block) => _nodes.Memory.Span[_firstNode[block].._firstNode[block + 1]];

    private void Take(int block, IReadOnlyList<TreePiece> pieces, TreePieceWalk walk)
    {
        var nodes = Nodes(block);
        var rights = _rights.Memory.Span.Slice(block * BlockNode.Indexes, BlockNode.Indexes);
        var leaves = Leaves.Span;
        var node = 0;
        for (var lane = 0; lane < TreeBlocks.Lanes; lane++)
        {
            var (at, leaf) = ((block * TreeBlocks.Lanes) + lane, _firstLeaf[(block * TreeBlocks.Lanes) + lane]);
            if (at >= pieces.Count)
            {
                leaves[leaf] = 0;
                continue;
            }

            walk.Take(pieces[at], lane, nodes[node..], rights[BlockNode.FirstOf(lane)..], leaves[leaf..]);
            node += pieces[at].Leaves - 1;
        }

        // By place and order; what is equal in both stands in the order of lanes and nodes already.
        Span<ulong> scratch = stackalloc ulong[BlockNode.Indexes];
        RadixSort.Sort(MemoryMarshal.Cast<BlockNode, ulong>(nodes), scratch, BlockNode.OrderBit);
    }
}
