using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HotelCancellation.Platform;

namespace HotelCancellation.Model.Scoring;

/// <summary>
/// An ensemble made ready to score fast, once, when a model is loaded. Its score is <see cref="TreeEnsemble.Score"/> to the last bit,
/// whether a row is scored alone or among others, and on any processor. Immutable, safe for many threads; a row takes no memory.
/// </summary>
public sealed class CompiledEnsemble
{
    private const int RanksOnStack = 8192;
    private const int MostRowsAtOnce = 256;
    private const int RowsOfAWorker = 1024;
    private readonly TreeEnsemble _ensemble;
    private readonly RankTable? _ranks;
    private readonly TreeBlocks? _blocks;
    private readonly bool _isWide;

    private CompiledEnsemble(TreeEnsemble ensemble, RankTable? ranks, TreeBlocks? blocks, bool isWide) =>
        (_ensemble, _ranks, _blocks, _isWide) = (ensemble, ranks, blocks, isWide);

    /// <summary>Numbers of a row.</summary>
    public int FeatureCount => _ensemble.FeatureCount;

    /// <summary>Whether rows are looked up; those of ensembles that are too deep or too large are walked.</summary>
    internal bool IsLookedUp => _blocks is not null;

    /// <summary>Bytes that are looked up in; 0 where rows are walked.</summary>
    internal long Bytes => _blocks?.Bytes ?? 0;

    /// <summary>Compiles an ensemble.</summary>
    public static CompiledEnsemble Of(TreeEnsemble ensemble) => Of(ensemble, Vector256.IsHardwareAccelerated);

    internal static CompiledEnsemble Of(TreeEnsemble ensemble, bool isWide)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        var orders = new ushort[ensemble.Feature.Length];
        var ranks = RankTable.TryMake(ensemble, orders);
        QuietThread.Pause();
        var blocks = ranks is null || ranks.Width > RanksOnStack ? null : TreeBlocksBuilder.TryBuild(ensemble, ranks, orders);
        return new CompiledEnsemble(ensemble, ranks, blocks, isWide);
    }

    /// <summary>The sum over all trees, in log-odds.</summary>
    /// <param name="row">At least <see cref="FeatureCount"/> numbers.</param>
    /// <exception cref="ArgumentException">The row is too short.</exception>
    [SkipLocalsInit]
    public unsafe double Score(ReadOnlySpan<float> row)
    {
        if (_blocks is null || row.Length < FeatureCount)
        {
            return _ensemble.Score(row);
        }

        var ranks = stackalloc ushort[_ranks!.Width];
        fixed (float* numbers = row)
        {
            _ranks.Rank(numbers, ranks);
        }

        double sum = 0;
        if (_isWide)
        {
            for (var block = 0; block < _blocks.Count; block++)
            {
                sum = _blocks.Add(block, ranks, sum);
            }
        }
        else
        {
            for (var block = 0; block < _blocks.Count; block++)
            {
                sum = _blocks.AddNarrow(block, ranks, sum);
            }
        }

        GC.KeepAlive(this);
        return sum;
    }

    /// <summary>The sums of many rows, on this thread.</summary>
    /// <param name="rows">The rows, one after the other, <see cref="FeatureCount"/> numbers each.</param>
    /// <param name="scores">Gets one sum a row.</param>
    /// <exception cref="ArgumentException">There are fewer rows than sums.</exception>
    [SkipLocalsInit]
    public unsafe void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        if (rows.Length < (long)FeatureCount * scores.Length)
        {
            throw new ArgumentException($"{scores.Length} rows of {FeatureCount} numbers are wanted; there are {rows.Length} numbers.", nameof(rows));
        }

        if (_blocks is null || !_isWide)
        {
            for (var row = 0; row < scores.Length; row++)
            {
                scores[row] = Score(rows.Slice(row * FeatureCount, FeatureCount));
            }

            return;
        }

        // So many rows that a block's lookups and their ranks stay close to the processor.
        var width = _ranks!.Width;
        var ranks = stackalloc ushort[RanksOnStack];
        var most = Math.Min(MostRowsAtOnce, RanksOnStack / Math.Max(1, width));
        fixed (float* numbers = rows)
        {
            fixed (double* sums = scores)
            {
                for (var first = 0; first < scores.Length; first += most)
                {
                    Score(numbers + ((long)first * FeatureCount), Math.Min(most, scores.Length - first), ranks, sums + first);
                }
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>The sums of many rows, on all processors.</summary>
    /// <inheritdoc cref="Score(ReadOnlySpan{float}, Span{double})"/>
    public void ScoreAll(ReadOnlyMemory<float> rows, Memory<double> scores)
    {
        if (rows.Length < (long)FeatureCount * scores.Length)
        {
            throw new ArgumentException($"{scores.Length} rows of {FeatureCount} numbers are wanted; there are {rows.Length} numbers.", nameof(rows));
        }

        Parallel.For(0, (scores.Length + RowsOfAWorker - 1) / RowsOfAWorker, part =>
        {
            var first = part * RowsOfAWorker;
            var count = Math.Min(RowsOfAWorker, scores.Length - first);
            Score(rows.Span.Slice(first * FeatureCount, count * FeatureCount), scores.Span.Slice(first, count));
        });
    }

    private unsafe void Score(float* rows, int count, ushort* ranks, double* sums)
    {
        var (width, table, blocks) = (_ranks!.Width, _ranks, _blocks!);
        for (var row = 0; row < count; row++)
        {
            table.Rank(rows + ((long)row * FeatureCount), ranks + (row * width));
            sums[row] = 0;
        }

        for (var block = 0; block < blocks.Count; block++)
        {
            for (var row = 0; row < count; row++)
            {
                sums[row] = blocks.Add(block, ranks + (row * width), sums[row]);
            }
        }
    }
}
