using System.Runtime.InteropServices;
using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Features.Store;

/// <summary>The ledger of a set of bookings, in memory: what training asks. Immutable and safe for many threads.</summary>
public sealed class MemoryLedger : ILedger
{
    private readonly Dictionary<LedgerKey, DaySeries> _series;

    private MemoryLedger(Dictionary<LedgerKey, DaySeries> series) => _series = series;

    /// <summary>Nothing known.</summary>
    public static MemoryLedger Empty { get; } = new([]);

    /// <summary>Series.</summary>
    public int Count => _series.Count;

    /// <summary>The ledger of bookings, in whatever order.</summary>
    public static MemoryLedger Of(IEnumerable<BookingHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return OfEntries(histories.AsParallel().SelectMany(BookingEntries.Of));
    }

    /// <summary>The ledger of entries, in whatever order.</summary>
    public static MemoryLedger OfEntries(IEnumerable<LedgerEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var places = new Dictionary<LedgerKey, int>();
        var order = new List<long>();
        var additions = new List<(int Day, LedgerCounts Counts)>();
        foreach (var entry in entries)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, entry.Key, out var known);
            place = known ? place : places.Count - 1;
            order.Add(((long)place << 32) | (uint)entry.Day);
            additions.Add((entry.Day, entry.Counts));
        }

        var keys = CollectionsMarshal.AsSpan(order);
        var values = CollectionsMarshal.AsSpan(additions);
        keys.Sort(values);
        var byPlace = new DaySeries[places.Count];
        for (int from = 0, to; from < keys.Length; from = to)
        {
            var place = (int)(keys[from] >> 32);
            for (to = from + 1; to < keys.Length && (int)(keys[to] >> 32) == place; to++)
            {
            }

            byPlace[place] = DaySeries.Of(values[from..to]);
        }

        return new MemoryLedger(places.ToDictionary(p => p.Key, p => byPlace[p.Value]));
    }

    /// <summary>All series that count something.</summary>
    internal IEnumerable<KeyValuePair<LedgerKey, DaySeries>> Series => _series.Where(s => s.Value.Count > 0);

    /// <inheritdoc/>
    public DaySeries Find(in LedgerKey key) => _series.GetValueOrDefault(key, DaySeries.Empty);
}
