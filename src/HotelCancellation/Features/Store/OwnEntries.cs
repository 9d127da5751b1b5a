using HotelCancellation.Bookings;

namespace HotelCancellation.Features.Store;

/// <summary>What one booking has added to the ledger, and from how many of its events. Its events only ever become more, so that more events are newer.</summary>
/// <param name="Events">How many events.</param>
/// <param name="Entries">What they came to.</param>
internal sealed record OwnEntries(int Events, IReadOnlyList<LedgerEntry> Entries)
{
    public static OwnEntries None { get; } = new(0, []);

    public byte[] ToBytes() => LedgerBytes.Write(Entries
        .GroupBy(e => e.Key)
        .Select(g => (g.Key, (IReadOnlyList<(int, LedgerCounts)>)[.. g.OrderBy(e => e.Day).Select(e => (e.Day, e.Counts))])));

    public static OwnEntries Read(int events, PropertyId propertyId, Stream bytes) =>
        new(events, [.. LedgerBytes.Read(propertyId, bytes).SelectMany(s => s.Additions.Select(a => new LedgerEntry(s.Key, a.Day, a.Counts)))]);
}
