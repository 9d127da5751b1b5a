using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using HotelCancellation.Platform;

namespace HotelCancellation.Model.Scoring;

/// <summary>Makes <see cref="TreeBlocks"/> of an ensemble's trees: all is planned first, so that each array is made once and at its size.</summary>
internal static class TreeBlocksBuilder
{
    /// <summary>Bytes beyond which looking up would miss every cache, so that it is no better than walking.</summary>
    private const long MostBytes = 64L << 20;

    /// <summary>The blocks; null where trees are too deep or too many.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="ranks">Their thresholds.</param>
    /// <param name="orders">For each node, the place of its threshold among those of its feature.</param>
    public static TreeBlocks? TryBuild(TreeEnsemble ensemble, RankTable ranks, ReadOnlySpan<ushort> orders)
    {
        using var nodes = BlockNodes.TryTake(ensemble, ranks, orders);
        if (nodes is null)
        {
            return null;
        }

        var plan = new BlockPlan();
        for (var block = 0; block < nodes.Blocks; block++)
        {
            plan.Add(nodes.Of(block), ranks);
            QuietThread.Pause();
            if ((plan.Lines * TreeBlocks.Lanes * sizeof(ulong)) + (plan.Ranks * sizeof(ushort)) > MostBytes)
            {
                return null;
            }
        }

        return Build(nodes, plan, ranks);
    }

    private static unsafe TreeBlocks Build(BlockNodes nodes, BlockPlan plan, RankTable ranks)
    {
        var (blocks, questions) = (new AlignedArray<TreeBlocks.Block>(nodes.Blocks + 1), new AlignedArray<TreeBlocks.Question>(plan.Answers));
        var (lines, sets) = (new AlignedArray<ushort>((int)plan.Ranks + ranks.MostRanks), new AlignedArray<ulong>((int)plan.Lines * TreeBlocks.Lanes));

        // What stands first is added for a feature that shares with none.
        lines.Span[..ranks.MostRanks].Clear();
        var (question, line, set) = (0, ranks.MostRanks, 0);
        for (var block = 0; block < nodes.Blocks; block++)
        {
            QuietThread.Pause();
            ref var at = ref blocks.Start[block];
            (at.FirstQuestion, at.FirstSet) = (question, set);
            nodes.FirstLeaves(block).CopyTo(MemoryMarshal.CreateSpan(ref at.FirstLeaf[0], TreeBlocks.Lanes));
            foreach (var answer in plan.Of(block))
            {
                var one = nodes.Of(block)[answer.One.First..answer.One.End];
                var other = nodes.Of(block)[answer.Other.First..answer.Other.End];
                var (first, second) = (line, answer.IsShared ? line + ranks.Ranks(answer.One.Place) : 0);
                line += Number(one, answer.FirstLine, answer.Other.Lines, lines.Span.Slice(first, ranks.Ranks(answer.One.Place)));
                line += answer.IsShared ? Number(other, 0, 1, lines.Span.Slice(second, ranks.Ranks(answer.Other.Place))) : 0;
                questions.Start[question++] = new TreeBlocks.Question(answer.One.Place, first, answer.Other.Place, second);

                var target = sets.Span.Slice(set, answer.Lines * TreeBlocks.Lanes);
                set += target.Length;
                if (answer.IsShared)
                {
                    Share(answer, one, other, nodes.Rights(block), target);
                }
                else
                {
                    Draw(one, nodes.Rights(block), target);
                }
            }
        }

        blocks.Start[nodes.Blocks] = new TreeBlocks.Block { FirstQuestion = question };
        return new TreeBlocks(blocks, questions, lines, sets, nodes.Leaves);
    }

    /// <summary>For each rank of a feature, the number of its line.</summary>
    /// <returns>The number of ranks.</returns>
    private static int Number(ReadOnlySpan<BlockNode> nodes, int first, int step, Span<ushort> lines)
    {
        var (line, from) = (first, 0);
        foreach (var node in nodes)
        {
            if (node.Order >= from)
            {
                lines[from..(node.Order + 1)].Fill(checked((ushort)line));
                line += step;
                from = node.Order + 1;
            }
        }

        lines[from..].Fill(checked((ushort)line));
        return lines.Length;
    }

    /// <summary>The lines of a feature: all leaves are possible first, and fewer from each threshold on.</summary>
    private static void Draw(ReadOnlySpan<BlockNode> nodes, ReadOnlySpan<ulong> rights, Span<ulong> sets)
    {
        sets[..TreeBlocks.Lanes].Fill(ulong.MaxValue);
        var line = sets[..TreeBlocks.Lanes];
        var order = -1;
        foreach (var node in nodes)
        {
            if (node.Order != order)
            {
                order = node.Order;
                line.CopyTo(sets[TreeBlocks.Lanes..]);
                sets = sets[TreeBlocks.Lanes..];
                line = sets[..TreeBlocks.Lanes];
            }

            line[node.Lane] &= rights[node.Index];
        }
    }

    /// <summary>The lines of two features: each of one's with each of the other's.</summary>
    private static void Share(Answer answer, ReadOnlySpan<BlockNode> one, ReadOnlySpan<BlockNode> other, ReadOnlySpan<ulong> rights, Span<ulong> sets)
    {
        Span<ulong> drawn = stackalloc ulong[(answer.One.Lines + answer.Other.Lines) * TreeBlocks.Lanes];
        var others = drawn[(answer.One.Lines * TreeBlocks.Lanes)..];
        Draw(one, rights, drawn);
        Draw(other, rights, others);
        var target = MemoryMarshal.Cast<ulong, Vector256<ulong>>(sets);
        var ofOther = MemoryMarshal.Cast<ulong, Vector256<ulong>>(others);
        var ofOne = MemoryMarshal.Cast<ulong, Vector256<ulong>>(drawn);
        var vectors = TreeBlocks.Lanes / Vector256<ulong>.Count;
        var next = 0;
        for (var line = 0; line < answer.One.Lines; line++)
        {
            var left = ofOne.Slice(line * vectors, vectors);
            for (var i = 0; i < ofOther.Length; i++)
            {
                target[next++] = left[i % vectors] & ofOther[i];
            }
        }
    }
}
