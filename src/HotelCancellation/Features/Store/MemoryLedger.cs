using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Features.Store;

/// <summary>The ledger of a set of bookings, in memory: what training asks. Immutable and safe for many threads.</summary>
public sealed class MemoryLedger : ILedger
{
    // Fewer do not pay for a thread of their own.
    private const int BookingsOfPart = 1000;

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
        var all = histories.ToArray();
        var parts = new LedgerPart[Math.Clamp(all.Length / BookingsOfPart, 1, Environment.ProcessorCount)];
        Parallel.For(0, parts.Length, p => parts[p] = LedgerPart.Of(all.AsSpan()[First(p)..First(p + 1)]));
        return new MemoryLedger(LedgerPart.Join(parts));

        int First(int part) => (int)((long)all.Length * part / parts.Length);
    }

    /// <summary>The ledger of entries, in whatever order.</summary>
    public static MemoryLedger OfEntries(IEnumerable<LedgerEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return new MemoryLedger(LedgerPart.Join([LedgerPart.Of(entries)]));
    }

    /// <summary>All series that count something.</summary>
    internal IEnumerable<KeyValuePair<LedgerKey, DaySeries>> Series => _series.Where(s => s.Value.Count > 0);

    /// <inheritdoc/>
    public DaySeries Find(in LedgerKey key) => _series.GetValueOrDefault(key, DaySeries.Empty);
}
