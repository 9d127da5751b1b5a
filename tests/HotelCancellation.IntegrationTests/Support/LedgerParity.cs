using Azure.Data.Tables;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Features.Store;
using HotelCancellation.Platform;

namespace HotelCancellation.IntegrationTests.Support;

/// <summary>Compares what table <c>features</c> has with what the bookings come to.</summary>
internal static class LedgerParity
{
    /// <summary>The bookings of the table, of every property.</summary>
    public static async Task<List<BookingHistory>> HistoriesAsync(TestStage stage)
    {
        var histories = new List<BookingHistory>();
        await foreach (var row in stage.Storage.Table(TableBookings.Table).QueryAsync<TableEntity>())
        {
            histories.Add(HistoryBytes.Read(row.GetBinary("Events")));
        }

        return histories;
    }

    /// <summary>Every series of the table is the one of these bookings, and there is no other.</summary>
    public static async Task CheckAsync(TestStage stage, IReadOnlyCollection<BookingHistory> histories)
    {
        var expected = MemoryLedger.Of(histories).Series.ToDictionary(s => s.Key, s => s.Value.Additions().ToArray());
        var actual = new Dictionary<LedgerKey, (int, LedgerCounts)[]>();
        using var table = new TableLedger(stage.Storage, TimeProvider.System, Microsoft.Extensions.Options.Options.Create(new FeatureStoreOptions()));
        var properties = histories.Select(h => h.State!.Booking.PropertyId).Distinct().ToDictionary(p => TableKeys.Of(p.Value));
        await foreach (var row in stage.Storage.Table(TableLedger.Table).QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"]))
        {
            if (!row.RowKey.StartsWith("b.", StringComparison.Ordinal))
            {
                foreach (var (key, series) in (await table.ReadAsync(properties[row.PartitionKey], row.RowKey)).Document.Series)
                {
                    actual.Add(key, [.. series.Additions()]);
                }
            }
        }

        actual.Keys.Except(expected.Keys).Take(3).ShouldBeEmpty("series that no booking has");
        foreach (var (key, additions) in expected)
        {
            actual.ShouldContainKey(key);
            actual[key].ShouldBe(additions, key.ToString());
        }
    }
}
