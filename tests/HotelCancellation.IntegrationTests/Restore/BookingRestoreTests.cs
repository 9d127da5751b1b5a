using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Features.Store;
using HotelCancellation.IntegrationTests.Cli;
using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Drops;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Restore;

public sealed class BookingRestoreTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    /// <summary>Half of the events are in columns and half in the inbox; both tables are deleted.</summary>
    [Fact]
    public async Task Restore_BothTablesDeleted_EveryRowIsAsBefore()
    {
        var settings = azurite.Settings();
        Dictionary<string, string> bookings, features;
        await using (var stage = new TestStage(settings))
        {
            await SendAsync(stage, 0, 300, "city");
            await SendAsync(stage, 0, 40, "resort");
        }

        await using (var stage = new TestStage(settings))
        {
            (await stage.CompactAsync()).Added.ShouldBeGreaterThan(0);
            await SendAsync(stage, 300, 400, "city");
            (bookings, features) = (await RowsAsync(stage, "bookings"), await RowsAsync(stage, "features"));
            await stage.Storage.Table("bookings").DeleteAsync();
            await stage.Storage.Table("features").DeleteAsync();
        }

        var told = (await Tool.RunAsync(["restore", "--json", "--quiet"], settings)).Json();

        await using var after = new TestStage(settings);
        (told.GetProperty("properties").GetInt32(), told.GetProperty("bookings").GetInt64()).ShouldBe((2, 440));
        told.GetProperty("added").GetInt64().ShouldBe(told.GetProperty("events").GetInt64());
        (await RowsAsync(after, "bookings")).ShouldBe(bookings, ignoreOrder: true);
        (await RowsAsync(after, "features")).ShouldBe(features, ignoreOrder: true);
        features.ShouldNotBeEmpty();

        var again = (await Tool.RunAsync(["restore", "--json", "--quiet", "--property", "city"], settings)).Json();
        (again.GetProperty("bookings").GetInt64(), again.GetProperty("added").GetInt64()).ShouldBe((400, 0));
    }

    [Fact]
    public async Task Restore_FeaturesAloneDeleted_AreAsBefore()
    {
        var settings = azurite.Settings();
        Dictionary<string, string> features;
        await using (var stage = new TestStage(settings))
        {
            await SendAsync(stage, 0, 50, "city");
            features = await RowsAsync(stage, "features");
            await stage.Storage.Table("features").DeleteAsync();
        }

        await using var after = new TestStage(settings);
        (await after.Get<BookingRestore>().RunAsync(null, null, default)).Added.ShouldBe(0);

        (await RowsAsync(after, "features")).ShouldBe(features, ignoreOrder: true);
    }

    [Fact]
    public async Task Restore_BookingWithMoreEventsThanItsRowHolds_HasThoseThatFit()
    {
        var settings = azurite.Settings();
        int before;
        await using (var stage = new TestStage(settings))
        {
            for (var (sent, full) = (0, false); !full; sent++)
            {
                await stage.DropAsync($"{sent}.ndjson", DropStage.NdJson(Enumerable.Range(sent * 50, 50).Select(LongEvent)));
                full = (await stage.TakeAsync()).Files.ShouldHaveSingleItem().Quarantined > 0;
            }

            before = (await stage.StoredAsync()).Events;
            await stage.Storage.Table("bookings").DeleteAsync();
        }

        await using var after = new TestStage(settings);
        var summary = await after.Get<BookingRestore>().RunAsync(null, null, default);

        (await after.StoredAsync()).Events.ShouldBeGreaterThanOrEqualTo(before);
        (summary.Added + summary.WithoutRoom).ShouldBe(summary.Events);
        summary.WithoutRoom.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Restore_NoEvents_SaysSo()
    {
        var result = await Tool.RunAsync(["restore", "--quiet"], azurite.Settings());

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("There are no events to restore from.");
    }

    /// <summary>An event of one booking that hardly gets smaller when it is packed.</summary>
    private static JsonObject LongEvent(int number)
    {
        var random = Convert.ToHexString(SHA512.HashData(BitConverter.GetBytes(number)));
        var each = IngestHost.Event(status: number == 0 ? "booked" : "modified", day: number / 10, eventId: random);
        each["guestRef"] = new string([.. random.Reverse()]);
        each["agent"] = Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes(random)));
        return each;
    }

    private static async Task SendAsync(TestStage stage, int from, int to, string property)
    {
        await stage.DropAsync($"{property}-{from}.ndjson", DropStage.NdJson(IngestHost.Lives(to, property).Where(e => int.Parse(e["bookingId"]!.ToString()[2..], System.Globalization.CultureInfo.InvariantCulture) >= from)));
        (await stage.TakeAsync()).Files.ShouldHaveSingleItem().Quarantined.ShouldBe(0);
    }

    /// <summary>What the rows say; who wrote them in which round is not a part of that.</summary>
    private static async Task<Dictionary<string, string>> RowsAsync(TestStage stage, string table)
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var row in stage.Storage.Table(table).QueryAsync<TableEntity>())
        {
            var said = row.Where(p => p.Key is not ("odata.etag" or "Timestamp" or "Round")).OrderBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => $"{p.Key}={(p.Value is byte[] bytes ? Convert.ToHexString(bytes) : p.Value)}");
            rows.Add($"{row.PartitionKey} {row.RowKey}", string.Join(';', said));
        }

        return rows;
    }
}
