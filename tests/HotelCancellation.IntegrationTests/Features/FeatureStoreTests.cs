using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Simulation;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Features;

public sealed class FeatureStoreTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Events of the parity test; 50,000 in <c>eng/prove.sh</c>.</summary>
    private static int EventCount => int.Parse(Environment.GetEnvironmentVariable("FEATURE_EVENTS") ?? "4000", CultureInfo.InvariantCulture);

    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("FEATURE_SEED") ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, 1_000_000).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    [Fact]
    public async Task Ingest_AnyOrderWithRepeatsByTwoHosts_OnlineValuesAreTheOfflineOnes()
    {
        var seed = Seed;
        output.WriteLine($"FEATURE_SEED={seed} FEATURE_EVENTS={EventCount}");
        var random = new Random(seed);
        var events = Stream(seed, Math.Max(12, EventCount / 1600.0)).Take(EventCount).ToList();
        events.Count.ShouldBe(EventCount);
        var delivered = events.Concat(events.Where(_ => random.Next(10) < 3)).ToArray();
        random.Shuffle(delivered);
        var settings = azurite.Settings();
        await using var first = new TestStage(settings);
        await using var second = new TestStage(settings);

        // Two hosts at once, so that each finds rows that the other has changed meanwhile.
        var half = delivered.Length / 2;
        await Task.WhenAll(SendAsync(first, delivered[..half]), SendAsync(second, delivered[half..]));

        var histories = events.GroupBy(e => (e.Booking.PropertyId, e.Booking.BookingId)).Select(g => BookingHistory.Of(g)).ToList();
        await LedgerParity.CheckAsync(first, histories);
        await using var fresh = new TestStage(settings);
        var (online, offline) = (fresh.Get<FeatureStore>(), new MemoryContexts(histories));
        foreach (var history in random.GetItems(histories.ToArray(), 200))
        {
            var asOf = history.Events[0].Event.Booking.BookedOn.AddDays(random.Next(0, 60));
            var booking = (history.StateAsOf(asOf) ?? history.State!).Booking;
            var context = await online.ContextAsync(booking, asOf, None);
            Values(booking, asOf, context!).ShouldBe(Values(booking, asOf, offline.Context(booking, asOf)));
        }
    }

    [Fact]
    public async Task Ingest_CutOffBeforeTheFeatures_IsMadeUpWhenSentAgain()
    {
        var settings = azurite.Settings();
        var events = Stream(7).Take(60).ToList();
        await using (var cut = new TestStage(settings))
        {
            // The rows of the bookings are written, and nobody hears of it.
            var changes = events.GroupBy(BookingKey.Of).Select(g =>
            {
                var change = new BookingChange(g.Key);
                change.Sent.AddRange(g.Select(KeyedEvent.Of));
                return change;
            }).ToList();
            await cut.Get<TableBookings>().ApplyAsync(changes, None);
        }

        await using var stage = new TestStage(settings);
        var receipts = await stage.Get<BookingIngest>().SubmitAsync(events, None);

        receipts.ShouldAllBe(r => r.Verdict == EventVerdict.Duplicate);
        await LedgerParity.CheckAsync(stage, await LedgerParity.HistoriesAsync(stage));
    }

    [Fact]
    public async Task Context_OtherHostWrote_IsSeenOnceStaleAndMeanwhileFetched()
    {
        var settings = azurite.Settings();
        await using var writer = new TestStage(settings);
        await using var reader = new TestStage(settings);
        var property = Stream(11).First().Booking.PropertyId;
        var events = Stream(11).Where(e => e.Status == BookingStatus.Booked && e.Booking.PropertyId == property).Take(40).ToList();
        var booking = events[0].Booking;
        await SendAsync(writer, [.. events[1..20]]);
        var day = events[^1].StatusDate.AddDays(1);
        var store = reader.Get<FeatureStore>();
        int Known(BookingContext? context) => context!.Of(LedgerScope.Property).Booked;
        Known(await store.ContextAsync(booking, day, None)).ShouldBe(19);

        await SendAsync(writer, [.. events[20..]]);

        Known(await store.ContextAsync(booking, day, None)).ShouldBe(19, "what was read a moment ago is still fresh");
        Known(await writer.Get<FeatureStore>().ContextAsync(booking, day, None)).ShouldBe(39, "a host sees its own writes");
        reader.Time.Advance(TimeSpan.FromSeconds(61));
        Known(await store.ContextAsync(booking, day, None)).ShouldBe(39, "older than Features:StaleSeconds is read again");
    }

    [Fact]
    public async Task Context_StorageDown_IsNullAndCounted()
    {
        await using var own = await AzuriteServer.StartNewAsync();
        var settings = AzuriteFixture.SettingsFor(own.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        await using var stage = new TestStage(settings);
        var booking = Stream(3).First().Booking;
        (await stage.Get<FeatureStore>().ContextAsync(booking, booking.BookedOn, None)).ShouldNotBeNull();
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        await own.StopAsync();

        (await stage.Get<FeatureStore>().ContextAsync(booking, booking.BookedOn, None)).ShouldBeNull();
    }

    private static float[] Values(Booking booking, DateOnly asOf, BookingContext context) =>
        [.. ContextFeatures.All.Select(f => f.Number!(new BookingAt(booking, asOf, context)))];

    private static async Task SendAsync(TestStage stage, BookingEvent[] events)
    {
        foreach (var chunk in events.Chunk(1500))
        {
            await stage.Get<BookingIngest>().SubmitAsync(chunk, None);
        }
    }

    private static IEnumerable<BookingEvent> Stream(int seed, double bookingsPerDay = 12) => new BookingEventStream(
        new GeneratorOptions { Properties = 2, BookingsPerDay = bookingsPerDay, From = new DateOnly(2025, 1, 1), Days = 600, Seed = seed },
        new EventStreamOptions { Seed = seed, ModifiedShare = 0.3 }).Events();
}
