using System.Runtime.InteropServices;
using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Features.Store;

/// <summary>What some of the bookings of a ledger in memory add to it; one thread gathers a part.</summary>
internal sealed class LedgerPart
{
    private readonly Dictionary<LedgerKey, int> _places = [];
    private readonly List<int> _sizes = [];
    private readonly List<(int Place, int Day, LedgerCounts Counts)> _additions;

    private LedgerPart(int additions) => _additions = new(additions);

    /// <summary>What bookings add.</summary>
    public static LedgerPart Of(ReadOnlySpan<BookingHistory> histories)
    {
        var part = new LedgerPart(histories.Length * BookingEntries.Usual);
        var entries = new List<LedgerEntry>(BookingEntries.Usual);
        foreach (var history in histories)
        {
            entries.Clear();
            BookingEntries.AddTo(entries, history);
            part.Add(entries);
        }

        return part;
    }

    /// <summary>What entries add.</summary>
    public static LedgerPart Of(IEnumerable<LedgerEntry> entries)
    {
        var part = new LedgerPart(0);
        part.Add(entries);
        return part;
    }

    /// <summary>The series of all parts together.</summary>
    public static Dictionary<LedgerKey, DaySeries> Join(IReadOnlyList<LedgerPart> parts)
    {
        // Each series has its own stretch of the additions, and in it each part its own.
        var series = new Dictionary<LedgerKey, int>(parts[0]._places);
        int[][] seriesOf = [.. parts.Select(p => p.SeriesIn(series))];
        var begins = new int[series.Count + 1];
        foreach (var (part, of) in parts.Zip(seriesOf))
        {
            for (var place = 0; place < of.Length; place++)
            {
                begins[of[place] + 1] += part._sizes[place];
            }
        }

        for (var i = 0; i < series.Count; i++)
        {
            begins[i + 1] += begins[i];
        }

        var free = begins.ToArray();
        int[][] next = [.. parts.Zip(seriesOf).Select(p => p.First.Reserve(p.Second, free))];
        var (days, additions) = (new int[begins[^1]], new (int Day, LedgerCounts Counts)[begins[^1]]);
        Parallel.For(0, parts.Count, p =>
        {
            foreach (var (place, day, counts) in CollectionsMarshal.AsSpan(parts[p]._additions))
            {
                var at = next[p][place]++;
                (days[at], additions[at]) = (day, (day, counts));
            }
        });

        var joined = new DaySeries[series.Count];
        Parallel.For(0, joined.Length, i =>
        {
            var ordered = additions.AsSpan(begins[i]..begins[i + 1]);
            days.AsSpan(begins[i]..begins[i + 1]).Sort(ordered);
            joined[i] = DaySeries.Of(ordered);
        });
        return series.ToDictionary(s => s.Key, s => joined[s.Value]);
    }

    private void Add(IEnumerable<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, entry.Key, out var known);
            if (!known)
            {
                place = _sizes.Count;
                _sizes.Add(0);
            }

            _sizes[place]++;
            _additions.Add((place, entry.Day, entry.Counts));
        }
    }

    // The number that each of its series has among all, which are given numbers where they have none.
    private int[] SeriesIn(Dictionary<LedgerKey, int> all)
    {
        var numbers = new int[_places.Count];
        foreach (var (key, place) in _places)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out var known);
            number = known ? number : all.Count - 1;
            numbers[place] = number;
        }

        return numbers;
    }

    // Where the additions of each of its series go.
    private int[] Reserve(int[] seriesOf, int[] free)
    {
        var own = new int[seriesOf.Length];
        for (var place = 0; place < own.Length; place++)
        {
            own[place] = free[seriesOf[place]];
            free[seriesOf[place]] += _sizes[place];
        }

        return own;
    }
}
