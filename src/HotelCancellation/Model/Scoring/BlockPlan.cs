using System.Runtime.InteropServices;

namespace HotelCancellation.Model.Scoring;

/// <summary>What a block asks about one feature.</summary>
/// <param name="Place">The feature's place among the ranks.</param>
/// <param name="First">The first of its nodes among those of the block.</param>
/// <param name="End">The first behind them.</param>
/// <param name="Lines">A line for values that go left everywhere, and one more from each different threshold on.</param>
internal readonly record struct Asked(int Place, int First, int End, int Lines);

/// <summary>Features that one lookup answers.</summary>
/// <param name="One">A feature.</param>
/// <param name="Other">Another, or the same with a single line where it shares with none.</param>
/// <param name="FirstLine">The first line of both, among those of the block.</param>
internal readonly record struct Answer(Asked One, Asked Other, int FirstLine)
{
    public bool IsShared => Other.Lines > 1;

    public int Lines => One.Lines * Other.Lines;
}

/// <summary>Which features of a block are answered together, and how large that makes it.</summary>
internal sealed class BlockPlan
{
    /// <summary>Lines that two features share: some more memory for fewer lookups, by measurement.</summary>
    public const int MostShared = 32;

    private readonly List<Asked> _asked = [];
    private readonly List<Answer> _answers = [];
    private readonly List<int> _firstAnswer = [0];

    /// <summary>Lookups of all blocks.</summary>
    public int Answers => _answers.Count;

    /// <summary>Lines of all blocks.</summary>
    public long Lines { get; private set; }

    /// <summary>Ranks of all that is asked, block after block.</summary>
    public long Ranks { get; private set; }

    /// <summary>The lookups of a block.</summary>
    public ReadOnlySpan<Answer> Of(int block) => CollectionsMarshal.AsSpan(_answers)[_firstAnswer[block].._firstAnswer[block + 1]];

    /// <summary>Plans a block behind those before it: each feature, the one with the most lines first, shares with the one of the most lines that it may share with.</summary>
    public void Add(ReadOnlySpan<BlockNode> nodes, RankTable ranks)
    {
        Ask(nodes);
        _asked.Sort((a, b) => a.Lines != b.Lines ? a.Lines.CompareTo(b.Lines) : a.Place.CompareTo(b.Place));
        for (var next = 0; _asked.Count > 0;)
        {
            var one = _asked[^1];
            _asked.RemoveAt(_asked.Count - 1);
            var with = _asked.FindLastIndex(a => a.Lines * one.Lines <= MostShared);
            var answer = new Answer(one, with < 0 ? one with { Lines = 1 } : _asked[with], next);
            if (with >= 0)
            {
                _asked.RemoveAt(with);
                Ranks += ranks.Ranks(answer.Other.Place);
            }

            _answers.Add(answer);
            next += answer.Lines;
            Lines += answer.Lines;
            Ranks += ranks.Ranks(one.Place);
        }

        _firstAnswer.Add(_answers.Count);
    }

    private void Ask(ReadOnlySpan<BlockNode> nodes)
    {
        for (var (first, end) = (0, 0); first < nodes.Length; first = end)
        {
            var lines = 1;
            for (; end < nodes.Length && nodes[end].Place == nodes[first].Place; end++)
            {
                lines += end == first || nodes[end].Order != nodes[end - 1].Order ? 1 : 0;
            }

            _asked.Add(new Asked(nodes[first].Place, first, end, lines));
        }
    }
}
