using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotelCancellation.Model.Scoring;

/// <summary>
/// Sixteen trees at a time, answered by looking up instead of walking. For each feature that a block of trees asks about, and each rank that
/// the block tells apart, a line of sixteen 64-bit sets says which leaves of each tree are still possible; a row takes one line a
/// feature, and what all of them leave possible begins with the leaf that the tree gives. Two features with few ranks share a line.
/// </summary>
internal sealed unsafe class TreeBlocks
{
    /// <summary>Trees of a block, 64-bit sets of a line.</summary>
    public const int Lanes = 16;

    private const int LineShift = 7;
    private readonly AlignedArray<Block> _blocks;
    private readonly AlignedArray<Question> _questions;
    private readonly AlignedArray<ushort> _lines;
    private readonly AlignedArray<ulong> _sets;
    private readonly AlignedArray<double> _leaves;

    internal TreeBlocks(AlignedArray<Block> blocks, AlignedArray<Question> questions, AlignedArray<ushort> lines, AlignedArray<ulong> sets, AlignedArray<double> leaves) =>
        (_blocks, _questions, _lines, _sets, _leaves) = (blocks, questions, lines, sets, leaves);

    /// <summary>Number of blocks.</summary>
    public int Count => _blocks.Length - 1;

    /// <summary>Bytes that are looked up in.</summary>
    public long Bytes => ((long)_sets.Length * sizeof(ulong)) + ((long)_lines.Length * sizeof(ushort)) + ((long)_leaves.Length * sizeof(double));

    /// <summary>Adds the leaves of a row, tree after tree, to a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Add(int block, ushort* ranks, double sum)
    {
        var at = _blocks.Start + block;
        var question = _questions.Start + at->FirstQuestion;
        var end = _questions.Start + at[1].FirstQuestion;
        var lines = _lines.Start;
        var sets = (byte*)(_sets.Start + at->FirstSet);
        var a = Vector256<ulong>.AllBitsSet;
        var (b, c, d) = (a, a, a);
        for (; question < end; question++)
        {
            var line = (ulong*)(sets + ((nint)(uint)(lines[question->Lines + ranks[question->Place]] + lines[question->OtherLines + ranks[question->OtherPlace]]) << LineShift));
            a &= Vector256.LoadAligned(line);
            b &= Vector256.LoadAligned(line + 4);
            c &= Vector256.LoadAligned(line + 8);
            d &= Vector256.LoadAligned(line + 12);
        }

        var first = at->FirstLeaf;
        var leaves = _leaves.Start;
        sum = Add(a, leaves, first, sum);
        sum = Add(b, leaves, first + 4, sum);
        sum = Add(c, leaves, first + 8, sum);
        return Add(d, leaves, first + 12, sum);
    }

    /// <summary>The same for processors without vectors of 256 bits.</summary>
    public double AddNarrow(int block, ushort* ranks, double sum)
    {
        var at = _blocks.Start + block;
        var possible = stackalloc ulong[Lanes];
        new Span<ulong>(possible, Lanes).Fill(ulong.MaxValue);
        for (var question = at->FirstQuestion; question < at[1].FirstQuestion; question++)
        {
            var asked = _questions.Start[question];
            var line = _sets.Start + at->FirstSet + ((nint)(_lines.Start[asked.Lines + ranks[asked.Place]] + _lines.Start[asked.OtherLines + ranks[asked.OtherPlace]]) * Lanes);
            for (var lane = 0; lane < Lanes; lane += 2)
            {
                (Vector128.Load(possible + lane) & Vector128.Load(line + lane)).Store(possible + lane);
            }
        }

        for (var lane = 0; lane < Lanes; lane++)
        {
            sum += _leaves.Start[at->FirstLeaf[lane] + BitOperations.TrailingZeroCount(possible[lane])];
        }

        return sum;
    }

    // One after the other, in the order of the trees: the sum is the walk's to the last bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Add(Vector256<ulong> possible, double* leaves, int* first, double sum)
    {
        var (lower, upper) = (possible.GetLower(), possible.GetUpper());
        sum += leaves[(nint)(uint)(first[0] + BitOperations.TrailingZeroCount(lower.GetElement(0)))];
        sum += leaves[(nint)(uint)(first[1] + BitOperations.TrailingZeroCount(lower.GetElement(1)))];
        sum += leaves[(nint)(uint)(first[2] + BitOperations.TrailingZeroCount(upper.GetElement(0)))];
        return sum + leaves[(nint)(uint)(first[3] + BitOperations.TrailingZeroCount(upper.GetElement(1)))];
    }

    /// <summary>Where a block's parts begin. One more stands after the last.</summary>
    internal struct Block
    {
        public int FirstQuestion;
        public int FirstSet;
        public fixed int FirstLeaf[Lanes];
    }

    /// <summary>Two features by their places among the ranks, and where the parts of the line's number are for each of their ranks.</summary>
    internal readonly record struct Question(int Place, int Lines, int OtherPlace, int OtherLines);
}
