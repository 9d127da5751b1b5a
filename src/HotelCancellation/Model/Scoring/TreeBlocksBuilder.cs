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
    private readonly List<ushort> _lines;
    private readonly List<ulong> _sets = [];
    private readonly List<double> _leaves = [];

    // What stands first is added for a feature that shares with none.
    private TreeBlocksBuilder(RankTable ranks) =>
        (_ranks, _lines) = (ranks, [.. Enumerable.Repeat((ushort)0, Enumerable.Range(0, ranks.Width).Select(ranks.Ranks).DefaultIfEmpty(1).Max())]);

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

    private long Bytes => ((long)_sets.Count * sizeof(ulong)) + ((long)_lines.Count * sizeof(ushort));

    private TreeBlocks Build()
    {
        _blocks.Add(new TreeBlocks.Block { FirstQuestion = _questions.Count });
        return new TreeBlocks(Span(_blocks), Span(_questions), Span(_lines), Span(_sets), Span(_leaves));
    }

    private unsafe void Add(List<TreePiece> pieces)
    {
        var block = new TreeBlocks.Block { FirstQuestion = _questions.Count, FirstSet = _sets.Count };
        var nodes = new List<(int Place, int Order, int Lane, ulong Right)>();
        for (var lane = 0; lane < TreeBlocks.Lanes; lane++)
        {
            block.FirstLeaf[lane] = _leaves.Count;

            // A lane without a tree adds nothing.
            _leaves.AddRange(lane < pieces.Count ? pieces[lane].Leaves : [0]);
            foreach (var node in lane < pieces.Count ? pieces[lane].Nodes : [])
            {
                nodes.Add((_ranks.Place(node.Feature), _ranks.Order(node.Feature, node.Threshold), lane, node.Right));
            }
        }

        _blocks.Add(block);
        Ask(Sort(nodes));
    }

    /// <summary>What is asked, feature by feature.</summary>
    private static List<Asked> Sort(List<(int Place, int Order, int Lane, ulong Right)> nodes)
    {
        // By place, then order; sorting numbers takes a fraction of the time of sorting what they are of.
        var keys = new ulong[nodes.Count];
        for (var node = 0; node < keys.Length; node++)
        {
            keys[node] = ((ulong)nodes[node].Place << 32) | ((ulong)nodes[node].Order << 16) | (uint)node;
        }

        Array.Sort(keys);
        var sorted = Array.ConvertAll(keys, key => nodes[(ushort)key]);
        var asked = new List<Asked>();
        for (var (first, end) = (0, 0); first < sorted.Length; first = end)
        {
            while (end < sorted.Length && sorted[end].Place == sorted[first].Place)
            {
                end++;
            }

            asked.Add(new Asked(sorted.AsSpan(first..end)));
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
                one.Sets.CopyTo(More(one.Lines));
                next += one.Lines;
                continue;
            }

            var other = asked[with];
            asked.RemoveAt(with);
            _questions.Add(new TreeBlocks.Question(one.Place, AddLines(one, next, other.Lines), other.Place, AddLines(other, 0, 1)));
            next += one.Lines * other.Lines;
            var sets = More(one.Lines * other.Lines);
            for (var i = 0; i < sets.Length; i++)
            {
                var (line, lane) = (i / TreeBlocks.Lanes, i % TreeBlocks.Lanes);
                sets[i] = one.Sets[(line / other.Lines * TreeBlocks.Lanes) + lane] & other.Sets[(line % other.Lines * TreeBlocks.Lanes) + lane];
            }
        }
    }

    private Span<ulong> More(int lines)
    {
        var before = _sets.Count;
        CollectionsMarshal.SetCount(_sets, before + (lines * TreeBlocks.Lanes));
        return CollectionsMarshal.AsSpan(_sets)[before..];
    }

    /// <summary>For each rank of a feature, the number of its line.</summary>
    private int AddLines(Asked asked, int first, int step)
    {
        var at = _lines.Count;
        var line = 0;
        for (var rank = 0; rank < _ranks.Ranks(asked.Place); rank++)
        {
            line += line < asked.Orders.Count && asked.Orders[line] < rank ? 1 : 0;
            _lines.Add(checked((ushort)(first + (line * step))));
        }

        return at;
    }

    private static ReadOnlySpan<T> Span<T>(List<T> list) => CollectionsMarshal.AsSpan(list);

    /// <summary>What a block asks about one feature.</summary>
    private sealed class Asked
    {
        public Asked(ReadOnlySpan<(int Place, int Order, int Lane, ulong Right)> nodes)
        {
            Place = nodes[0].Place;
            foreach (var node in nodes)
            {
                if (Orders.Count == 0 || node.Order != Orders[^1])
                {
                    Orders.Add(node.Order);
                }
            }

            Sets = new ulong[Lines * TreeBlocks.Lanes];
            Sets.AsSpan(0, TreeBlocks.Lanes).Fill(ulong.MaxValue);
            var line = 0;
            foreach (var (_, order, lane, right) in nodes)
            {
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
