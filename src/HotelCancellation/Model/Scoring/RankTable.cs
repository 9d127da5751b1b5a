using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotelCancellation.Platform;

namespace HotelCancellation.Model.Scoring;

/// <summary>
/// The distinct thresholds of each feature that is asked about, in order. All that an ensemble can know of a value is how many of them
/// the value is not at most: its rank. A row's ranks stand at the places of the features that are asked about, one after the other.
/// </summary>
internal sealed unsafe class RankTable
{
    private readonly int[] _place;
    private readonly AlignedArray<float> _thresholds;
    private readonly AlignedArray<Search> _searches;

    private RankTable(int[] place, ReadOnlySpan<float> thresholds, ReadOnlySpan<Search> searches, int mostRanks) =>
        (_place, _thresholds, _searches, MostRanks) = (place, new AlignedArray<float>(thresholds), new AlignedArray<Search>(searches), mostRanks);

    /// <summary>Features that are asked about, and so the ranks of a row.</summary>
    public int Width => _searches.Length;

    /// <summary>The table of an ensemble; null where a threshold is not a number or a feature has too many.</summary>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="orders">For each node, gets the place of its threshold among those of its feature: values with a greater rank go right there, all others left.</param>
    public static RankTable? TryMake(TreeEnsemble ensemble, Span<ushort> orders)
    {
        using var rentedKeys = MemoryPool<ulong>.Shared.Rent(2 * orders.Length);
        using var rentedThresholds = MemoryPool<float>.Shared.Rent(2 * orders.Length);
        var keys = rentedKeys.Memory.Span[..orders.Length];
        var scratch = rentedKeys.Memory.Span[orders.Length..];
        var thresholds = rentedThresholds.Memory.Span;
        var starts = Starts(ensemble);
        var next = (int[])starts.Clone();
        for (var node = 0; node < orders.Length; node++)
        {
            if (float.IsNaN(ensemble.Threshold[node]))
            {
                return null;
            }

            keys[next[ensemble.Feature[node]]++] = ((ulong)Ordered(ensemble.Threshold[node]) << 32) | (uint)node;
        }

        var (place, searches, written, mostRanks) = (new int[ensemble.FeatureCount], new List<Search>(), 0, 1);
        for (var feature = 0; feature < place.Length; feature++)
        {
            var ofFeature = keys[starts[feature]..starts[feature + 1]];
            if (ofFeature.IsEmpty)
            {
                continue;
            }

            var rest = thresholds[written..];
            RadixSort.Sort(ofFeature, scratch, fromBit: 32);
            QuietThread.Pause();
            var count = Distinct(ensemble, ofFeature, orders, rest);
            if (count >= ushort.MaxValue)
            {
                return null;
            }

            // Filled up to a power of two less one, so that the search needs no bounds; an infinity has no number above it.
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)count + 1);
            rest[count..(size - 1)].Fill(float.PositiveInfinity);
            place[feature] = searches.Count;
            searches.Add(new Search(feature, written, size / 2, count));
            written += size - 1;
            mostRanks = Math.Max(mostRanks, count + 1);
        }

        return new RankTable(place, thresholds[..written], CollectionsMarshal.AsSpan(searches), mostRanks);
    }

    /// <summary>Where the ranks of a feature stand.</summary>
    public int Place(int feature) => _place[feature];

    /// <summary>The number of different ranks at a place.</summary>
    public int Ranks(int place) => _searches.Start[place].Count + 1;

    /// <summary>The largest number of different ranks; 1 where nothing is asked.</summary>
    public int MostRanks { get; }

    /// <summary>Writes the ranks of a row, by a search without branches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Rank(float* row, ushort* ranks)
    {
        var search = _searches.Start;
        var end = search + _searches.Length;
        var thresholds = _thresholds.Start;
        for (; search < end; search++, ranks++)
        {
            var value = row[search->Feature];
            var rest = thresholds + search->First;
            var rank = 0;
            for (var step = search->Step; step > 0; step >>= 1)
            {
                // As the walk asks it, so that what is not a number goes right here too.
                var isRight = !(value <= rest[rank + step - 1]);
                rank += step & -Unsafe.As<bool, byte>(ref isRight);
            }

            *ranks = (ushort)Math.Min(rank, search->Count);
        }
    }

    /// <summary>Where the nodes of each feature begin if they stand one feature after the other, and where the last ones end.</summary>
    private static int[] Starts(TreeEnsemble ensemble)
    {
        var starts = new int[ensemble.FeatureCount + 1];
        foreach (var feature in ensemble.Feature)
        {
            starts[feature + 1]++;
        }

        for (var feature = 1; feature < starts.Length; feature++)
        {
            starts[feature] += starts[feature - 1];
        }

        return starts;
    }

    /// <summary>The distinct thresholds of a feature's nodes, and the place of each node's among them.</summary>
    private static int Distinct(TreeEnsemble ensemble, ReadOnlySpan<ulong> keys, Span<ushort> orders, Span<float> thresholds)
    {
        var count = 0;
        foreach (var key in keys)
        {
            // Not by the keys: there are two zeros.
            var threshold = ensemble.Threshold[(int)(uint)key];
            if (count == 0 || threshold > thresholds[count - 1])
            {
                thresholds[count++] = threshold;
            }

            orders[(int)(uint)key] = (ushort)(count - 1);
        }

        return count;
    }

    /// <summary>A number that is as much greater than others as the float is: the bits of those below zero are turned, and the sign of all.</summary>
    private static uint Ordered(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return (uint)(bits ^ ((bits >> 31) | int.MinValue));
    }

    private readonly record struct Search(int Feature, int First, int Step, int Count);
}
