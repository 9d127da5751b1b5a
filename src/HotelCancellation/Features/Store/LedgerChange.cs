using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Features.Store;

/// <summary>What some bookings of one property change, as rows that one transaction takes.</summary>
internal sealed class LedgerChange
{
    /// <summary>The bookings' own rows, as they are to be.</summary>
    public List<LedgerRow> Bookings { get; } = [];

    /// <summary>What is added, by row.</summary>
    public Dictionary<string, List<LedgerEntry>> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>How many bookings are in it, those that change nothing among them.</summary>
    public int Taken { get; private set; }

    /// <summary>Takes bookings in their order until there would be too many rows; always one.</summary>
    public async Task TakeAsync(IEnumerable<BookingHistory> histories, Func<BookingHistory, Task<LedgerRow>> own)
    {
        foreach (var history in histories)
        {
            var row = await own(history);
            if (row.Own.Events < history.Events.Count)
            {
                var now = BookingEntries.Of(history);
                var byDocument = Difference(row.Own.Entries, now).GroupBy(e => LedgerNames.Document(e.Key)).ToList();
                if (Taken > 0 && Bookings.Count + 1 + Documents.Count + byDocument.Count(d => !Documents.ContainsKey(d.Key)) > TableLedger.MostRows)
                {
                    return;
                }

                Bookings.Add(row with { Own = new OwnEntries(history.Events.Count, now) });
                foreach (var document in byDocument)
                {
                    if (!Documents.TryGetValue(document.Key, out var entries))
                    {
                        Documents.Add(document.Key, entries = []);
                    }

                    entries.AddRange(document);
                }
            }

            Taken++;
        }
    }

    private static IEnumerable<LedgerEntry> Difference(IReadOnlyList<LedgerEntry> before, IReadOnlyList<LedgerEntry> now) =>
        now.Concat(before.Select(e => e with { Counts = -e.Counts }))
            .GroupBy(e => (e.Key, e.Day))
            .Select(g => new LedgerEntry(g.Key.Key, g.Key.Day, g.Aggregate(default(LedgerCounts), (sum, e) => sum + e.Counts)))
            .Where(e => !e.Counts.IsZero);
}
