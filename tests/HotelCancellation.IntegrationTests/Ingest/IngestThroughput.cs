using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Simulation;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Ingest;

/// <summary>
/// How fast events are taken in, beside what the emulator itself does with as many rows and bytes. It judges nothing, so it runs only when
/// asked for, with <c>INGEST_BENCH=1</c>.
/// </summary>
public sealed class IngestThroughput(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const int Bookings = 10_000;

    [SkippableFact]
    public async Task Post_TenThousandBookings_IsMeasuredBesideTheEmulator()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("INGEST_BENCH") == "1", "INGEST_BENCH is not 1.");
        var settings = azurite.Settings();
        string key;
        await using var stage = new TestStage(settings);
        key = (await stage.Get<TableApiKeys>().CreateAsync(new ApiKeyRequest { Name = "t", Roles = ApiRoles.Ingest })).Text;
        var booked = Enumerable.Range(0, Bookings).Select(i => IngestHost.Event($"B-{i}")).ToList();
        var cancelled = Enumerable.Range(0, Bookings).Select(i => IngestHost.Event($"B-{i}", "cancelled", 9)).ToList();
        await using var host = await WebProcess.StartAsync(settings, key);
        await host.Client.PostAsync(IngestHost.Route, IngestHost.NdJson(booked.Take(100))).OkAsync();

        await MeasureAsync("POST, new bookings", Bookings, () => host.Client.PostAsync(IngestHost.Route, IngestHost.NdJson(booked)).OkAsync());
        await MeasureAsync("POST, second events", Bookings, () => host.Client.PostAsync(IngestHost.Route, IngestHost.NdJson(cancelled)).OkAsync());
        await MeasureAsync("POST, all duplicates", Bookings, () => host.Client.PostAsync(IngestHost.Route, IngestHost.NdJson(cancelled)).OkAsync());
        await MeasureAsync("PUT, 64 at once", 2000, () => Parallel.ForEachAsync(
            Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, token) =>
            {
                using var body = HotelCancellation.IntegrationTests.Api.ApiHost.Body(IngestHost.Event($"P-{i}").ToJsonString());
                (await host.Client.PutAsync($"{IngestHost.Route}/city/P-{i}", body, token)).EnsureSuccessStatusCode();
            }));
        await MeasureAsync("emulator alone: inserts of 100 rows, 8 at once, and 10 appends", Bookings, () => RawAsync(stage, booked));

        // What upkeep of the features costs: bookings of a year as hotels have them, by turns without and with it.
        for (var round = 0; round < 2; round++)
        {
            foreach (var withFeatures in (bool[])[false, true])
            {
                await using var own = new TestStage(azurite.Settings());
                await using var plain = new BookingIngest(own.Get<BlobInbox>(), own.Get<TableBookings>(), [], own.Meter, own.Get<IOptions<IngestOptions>>());
                var ingest = withFeatures ? own.Get<BookingIngest>() : plain;
                await ingest.SubmitAsync(Generated[..1], default);
                await MeasureAsync($"no HTTP, bookings of two hotels, {(withFeatures ? "with" : "without")} features", Generated.Length, async () =>
                {
                    foreach (var chunk in Generated.Chunk(1000))
                    {
                        await ingest.SubmitAsync(chunk, default);
                    }
                });
            }
        }
    }

    private static BookingEvent[] Generated { get; } =
        [.. new BookingGenerator(new GeneratorOptions { Properties = 2, BookingsPerDay = 6, Days = 300 }).Events().Take(4000).Select(e => e with { Status = BookingStatus.Booked, StatusDate = e.Booking.BookedOn, EventId = null })];

    private async Task MeasureAsync(string what, int events, Func<Task> run)
    {
        var clock = Stopwatch.StartNew();
        await run();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {events} in {clock.Elapsed.TotalSeconds:F2} s, {events / clock.Elapsed.TotalSeconds:F0} a second"));
    }

    private static async Task RawAsync(TestStage stage, List<JsonObject> events)
    {
        var table = stage.Storage.Table("raw");
        await table.CreateIfNotExistsAsync();
        var blob = stage.Storage.Container(BlobInbox.Container).GetAppendBlobClient("raw");
        await blob.CreateAsync();
        foreach (var chunk in events.Chunk(1000))
        {
            await blob.AppendBlockAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', chunk.Select(c => c.ToJsonString())))));
        }

        await Parallel.ForEachAsync(events.Chunk(100), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (chunk, token) => await table.SubmitTransactionAsync(
            chunk.Select(e => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("city", e["bookingId"]!.ToString()) { ["Events"] = new byte[500], ["Status"] = "booked", ["ArrivalDate"] = "2024-08-14" })), token));
    }
}
