namespace HotelCancellation.Model.Scoring;

/// <summary>A node of a block of trees as one number, which is ordered by feature and then by threshold.</summary>
/// <param name="Key">Place of the feature among the ranks, place of the threshold among those of the feature, lane, node of the lane's piece.</param>
internal readonly record struct BlockNode(ulong Key)
{
    /// <summary>The lowest bit of a threshold's place.</summary>
    public const int OrderBit = 16;

    private const int PlaceBit = 32;
    private const int NodeBits = 6;

    public BlockNode(int place, ushort order, int lane, int node)
        : this(((ulong)place << PlaceBit) | ((ulong)order << OrderBit) | (uint)((lane << NodeBits) | node))
    {
    }

    /// <summary>Numbers of what follows from <see cref="Index"/>.</summary>
    public const int Indexes = TreeBlocks.Lanes << NodeBits;

    public int Place => (int)(Key >> PlaceBit);

    public int Order => (ushort)(Key >> OrderBit);

    public int Lane => (ushort)Key >> NodeBits;

    /// <summary>The node among those of the block.</summary>
    public int Index => (ushort)Key;

    /// <summary>Where the nodes of a lane begin.</summary>
    public static int FirstOf(int lane) => lane << NodeBits;
}
