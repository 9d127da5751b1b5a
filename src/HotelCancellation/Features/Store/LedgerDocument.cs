using System.Runtime.InteropServices;
using HotelCancellation.Bookings;

namespace HotelCancellation.Features.Store;

/// <summary>The series of one row of table <c>features</c>. Immutable.</summary>
internal sealed class LedgerDocument
{
    /// <summary>
    /// Days before the newest of a series that are kept one by one; what is older is one sum. Questions as of a day within
    /// <see cref="KeptDays"/> less <see cref="ContextFeatures.YearDays"/> of the newest are answered exactly.
    /// </summary>
    public const int KeptDays = 1_100;

    private readonly Dictionary<LedgerKey, DaySeries> _series;

    private LedgerDocument(Dictionary<LedgerKey, DaySeries> series) => _series = series;

    /// <summary>No series.</summary>
    public static LedgerDocument Empty { get; } = new([]);

    /// <summary>The series.</summary>
    public IEnumerable<KeyValuePair<LedgerKey, DaySeries>> Series => _series;

    /// <summary>A series; empty where there is none.</summary>
    public DaySeries Find(in LedgerKey key) => _series.GetValueOrDefault(key, DaySeries.Empty);

    /// <summary>The document with entries of its series added.</summary>
    public LedgerDocument With(IEnumerable<LedgerEntry> entries)
    {
        var series = new Dictionary<LedgerKey, DaySeries>(_series);
        foreach (var group in entries.GroupBy(e => e.Key))
        {
            ref var each = ref CollectionsMarshal.GetValueRefOrAddDefault(series, group.Key, out _);
            each = (each ?? DaySeries.Empty).With(group.Select(e => (e.Day, e.Counts))).KeepingDays(KeptDays);
            if (each.Count == 0)
            {
                series.Remove(group.Key);
            }
        }

        return new LedgerDocument(series);
    }

    public byte[] ToBytes() => LedgerBytes.Write(_series
        .OrderBy(s => s.Key.Scope).ThenBy(s => s.Key.Day).ThenBy(s => s.Key.Name, StringComparer.Ordinal)
        .Select(s => (s.Key, (IReadOnlyList<(int, LedgerCounts)>)[.. s.Value.Additions()])));

    public static LedgerDocument Read(PropertyId propertyId, Stream bytes) =>
        new(LedgerBytes.Read(propertyId, bytes).ToDictionary(s => s.Key, s => DaySeries.Of(s.Additions)));
}
