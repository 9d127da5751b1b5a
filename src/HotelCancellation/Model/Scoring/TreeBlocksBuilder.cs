using System.Runtime.InteropServices;

namespace HotelCancellation.Model.Scoring;

/// <summary>Makes <see cref="TreeBlocks"/> of an ensemble's trees.</summary>
internal sealed class TreeBlocksBuilder
{
    /// <summary>Bytes beyond which looking up would miss every cache, so that it is no better than walking.</summary>
    private const long MostBytes = 64L << 20;

    /// <summary>Lines that two features share: some more memory for fewer lookups, by measurement.</summary>
    private const int MostShared = 32;

    private readonly RankTable _ranks;
    private readonly List<TreeBlocks.Block> _blocks = [];
    private readonly List<TreeBlocks.Question> _questions = [];
    private readonly Parts<ushort> _lines = new();
    private readonly Parts<ulong> _sets = new();
    private readonly Parts<double> _leaves = new();
    private readonly List<(int Place, int Order, int Lane, ulong Right)> _nodes = new(TreeBlocks.Lanes * TreePiece.MostLeaves);

    private TreeBlocksBuilder(RankTable ranks)
    {
        _ranks = ranks;

        // What stands first is added for a feature that shares with none.
        _lines.Add(Enumerable.Range(0, ranks.Width).Select(ranks.Ranks).DefaultIfEmpty(1).Max());
    }

    /// <summary>The blocks; null where trees are too deep or too many.</summary>
    public static TreeBlocks? TryBuild(TreeEnsemble ensemble, RankTable ranks)
    {
        var builder = new TreeBlocksBuilder(ranks);
        var block = new List<TreePiece>();
        foreach (var root in ensemble.Roots)
        {
            if (TreePiece.TryCut(ensemble, root) is not { } pieces)
            {
                return null;
            }

            foreach (var piece in pieces)
            {
                block.Add(piece);
                if (block.Count == TreeBlocks.Lanes)
                {
                    builder.Add(block);
                    block.Clear();
                }
            }

            if (builder.Bytes > MostBytes)
            {
                return null;
            }
        }

        if (block.Count > 0)
        {
            builder.Add(block);
        }

        return builder.Build();
    }

    private long Bytes => ((long)_sets.Length * sizeof(ulong)) + ((long)_lines.Length * sizeof(ushort));

    private TreeBlocks Build()
    {
        _blocks.Add(new TreeBlocks.Block { FirstQuestion = _questions.Count });
        return new TreeBlocks(CollectionsMarshal.AsSpan(_blocks), CollectionsMarshal.AsSpan(_questions), _lines, _sets, _leaves);
    }

    private unsafe void Add(List<TreePiece> pieces)
    {
        var block = new TreeBlocks.Block { FirstQuestion = _questions.Count, FirstSet = _sets.Length };
        _nodes.Clear();
        for (var lane = 0; lane < TreeBlocks.Lanes; lane++)
        {
            block.FirstLeaf[lane] = _leaves.Length;
            if (lane >= pieces.Count)
            {
                // A lane without a tree adds nothing.
                _leaves.Add(1);
                continue;
            }

            pieces[lane].Leaves.CopyTo(_leaves.Add(pieces[lane].Leaves.Length));
            foreach (var node in pieces[lane].Nodes)
            {
                _nodes.Add((_ranks.Place(node.Feature), _ranks.Order(node.Feature, node.Threshold), lane, node.Right));
            }
        }

        _blocks.Add(block);
        Ask(Sort(CollectionsMarshal.AsSpan(_nodes)));
    }

    /// <summary>What is asked, feature by feature.</summary>
    private static List<Asked> Sort(ReadOnlySpan<(int Place, int Order, int Lane, ulong Right)> nodes)
    {
        // By place, then order; sorting numbers takes a fraction of the time of sorting what they are of.
        Span<ulong> keys = stackalloc ulong[TreeBlocks.Lanes * TreePiece.MostLeaves];
        keys = keys[..nodes.Length];
        for (var node = 0; node < keys.Length; node++)
        {
            keys[node] = ((ulong)nodes[node].Place << 32) | ((ulong)nodes[node].Order << 16) | (uint)node;
        }

        keys.Sort();
        var asked = new List<Asked>();
        for (var (first, end) = (0, 0); first < keys.Length; first = end)
        {
            var place = keys[first] >> 32;
            while (end < keys.Length && keys[end] >> 32 == place)
            {
                end++;
            }

            asked.Add(new Asked(keys[first..end], nodes));
        }

        return asked;
    }

    // Each feature, the one with the most lines first, shares with the one of the most lines that it may share with.
    private void Ask(List<Asked> asked)
    {
        asked.Sort((a, b) => a.Lines != b.Lines ? a.Lines.CompareTo(b.Lines) : a.Place.CompareTo(b.Place));
        for (var next = 0; asked.Count > 0;)
        {
            var one = asked[^1];
            asked.RemoveAt(asked.Count - 1);
            var with = asked.FindLastIndex(a => a.Lines * one.Lines <= MostShared);
            if (with < 0)
            {
                _questions.Add(new TreeBlocks.Question(one.Place, AddLines(one, next, 1), one.Place, 0));
                one.Sets.CopyTo(_sets.Add(one.Sets.Length));
                next += one.Lines;
                continue;
            }

            var other = asked[with];
            asked.RemoveAt(with);
            _questions.Add(new TreeBlocks.Question(one.Place, AddLines(one, next, other.Lines), other.Place, AddLines(other, 0, 1)));
            next += one.Lines * other.Lines;
            var sets = _sets.Add(one.Lines * other.Lines * TreeBlocks.Lanes);
            for (var i = 0; i < sets.Length; i++)
            {
                var (line, lane) = (i / TreeBlocks.Lanes, i % TreeBlocks.Lanes);
                sets[i] = one.Sets[(line / other.Lines * TreeBlocks.Lanes) + lane] & other.Sets[(line % other.Lines * TreeBlocks.Lanes) + lane];
            }
        }
    }

    /// <summary>For each rank of a feature, the number of its line.</summary>
    private int AddLines(Asked asked, int first, int step)
    {
        var at = _lines.Length;
        var lines = _lines.Add(_ranks.Ranks(asked.Place));
        var line = 0;
        for (var rank = 0; rank < lines.Length; rank++)
        {
            line += line < asked.Orders.Count && asked.Orders[line] < rank ? 1 : 0;
            lines[rank] = checked((ushort)(first + (line * step)));
        }

        return at;
    }

    /// <summary>What a block asks about one feature.</summary>
    private sealed class Asked
    {
        /// <param name="keys">What is asked about the feature, in order; the last 16 bits say of which node.</param>
        /// <param name="nodes">The nodes of the block.</param>
        public Asked(ReadOnlySpan<ulong> keys, ReadOnlySpan<(int Place, int Order, int Lane, ulong Right)> nodes)
        {
            Place = nodes[(ushort)keys[0]].Place;
            foreach (var key in keys)
            {
                var order = nodes[(ushort)key].Order;
                if (Orders.Count == 0 || order != Orders[^1])
                {
                    Orders.Add(order);
                }
            }

            Sets = new ulong[Lines * TreeBlocks.Lanes];
            Sets.AsSpan(0, TreeBlocks.Lanes).Fill(ulong.MaxValue);
            var line = 0;
            foreach (var key in keys)
            {
                var (_, order, lane, right) = nodes[(ushort)key];
                if (line == 0 || order != Orders[line - 1])
                {
                    Sets.AsSpan(line * TreeBlocks.Lanes, TreeBlocks.Lanes).CopyTo(Sets.AsSpan(++line * TreeBlocks.Lanes));
                }

                Sets[(line * TreeBlocks.Lanes) + lane] &= right;
            }
        }

        public int Place { get; }

        /// <summary>The places of the thresholds among those of the feature, ascending.</summary>
        public List<int> Orders { get; } = [];

        /// <summary>A line for values that go left everywhere, and one more from each threshold on.</summary>
        public ulong[] Sets { get; }

        public int Lines => Orders.Count + 1;
    }
}
