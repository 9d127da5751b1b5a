using System.Runtime.CompilerServices;

namespace HotelCancellation.Model.Scoring;

/// <summary>
/// The distinct thresholds of each feature that is asked about, in order. All that an ensemble can know of a value is how many of them
/// the value is not at most: its rank. A row's ranks stand at the places of the features that are asked about, one after the other.
/// </summary>
internal sealed unsafe class RankTable
{
    private readonly float[][] _distinct;
    private readonly int[] _place;
    private readonly AlignedArray<float> _thresholds;
    private readonly AlignedArray<Search> _searches;

    private RankTable(float[][] distinct)
    {
        _distinct = distinct;
        _place = new int[distinct.Length];
        List<float> thresholds = [];
        List<Search> searches = [];
        for (var feature = 0; feature < distinct.Length; feature++)
        {
            if (distinct[feature].Length == 0)
            {
                continue;
            }

            // Filled up to a power of two less one, so that the search needs no bounds; an infinity has no number above it.
            _place[feature] = searches.Count;
            var size = 1;
            while (size - 1 < distinct[feature].Length)
            {
                size *= 2;
            }

            searches.Add(new Search(feature, thresholds.Count, size / 2, distinct[feature].Length));
            thresholds.AddRange(distinct[feature]);
            thresholds.AddRange(Enumerable.Repeat(float.PositiveInfinity, size - 1 - distinct[feature].Length));
        }

        (_thresholds, _searches) = (new AlignedArray<float>([.. thresholds]), new AlignedArray<Search>([.. searches]));
    }

    /// <summary>Features that are asked about, and so the ranks of a row.</summary>
    public int Width => _searches.Length;

    /// <summary>The table of an ensemble; null where a threshold is not a number or a feature has too many.</summary>
    public static RankTable? TryMake(TreeEnsemble ensemble)
    {
        var all = new List<float>[ensemble.FeatureCount];
        for (var node = 0; node < ensemble.Feature.Length; node++)
        {
            if (float.IsNaN(ensemble.Threshold[node]))
            {
                return null;
            }

            (all[ensemble.Feature[node]] ??= []).Add(ensemble.Threshold[node]);
        }

        var distinct = Array.ConvertAll(all, Distinct);
        return distinct.Any(d => d.Length >= ushort.MaxValue) ? null : new RankTable(distinct);
    }

    /// <summary>Where the ranks of a feature stand.</summary>
    public int Place(int feature) => _place[feature];

    /// <summary>The number of different ranks at a place.</summary>
    public int Ranks(int place) => _searches.Start[place].Count + 1;

    /// <summary>The threshold's place among those of its feature: values with a greater rank go right there, all others left.</summary>
    public int Order(int feature, float threshold) => Array.BinarySearch(_distinct[feature], threshold);

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

    private static float[] Distinct(List<float>? thresholds)
    {
        if (thresholds is null)
        {
            return [];
        }

        thresholds.Sort();
        var distinct = new List<float>();
        foreach (var threshold in thresholds)
        {
            if (distinct.Count == 0 || threshold > distinct[^1])
            {
                distinct.Add(threshold);
            }
        }

        return [.. distinct];
    }

    private readonly record struct Search(int Feature, int First, int Step, int Count);
}
