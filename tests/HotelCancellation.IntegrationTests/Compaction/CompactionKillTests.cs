using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Compaction;

public sealed class CompactionKillTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const int BookingsAtOnce = 180;
    private const int FilesAtOnce = 15;
    private static readonly string[] Properties = ["p-1", "p-2", "p-3", "p-4", "p-5"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Kills the real host, by SIGKILL, while it compacts, at a moment that the seed (<c>INGEST_SEED</c>) decides; <c>COMPACTION_KILLS</c> times.
    /// </summary>
    [Fact]
    public async Task Kill_DuringCompaction_LosesNothingAndDoublesNothing()
    {
        var seed = Setting("INGEST_SEED", RandomNumberGenerator.GetInt32(1_000_000));
        output.WriteLine($"INGEST_SEED={seed}");
        var random = new Random(seed);
        var settings = azurite.Settings();
        settings["Compaction:IntervalSeconds"] = "1";
        settings["Compaction:EventsInMemory"] = "1000";
        await using var stage = new TestStage(settings);
        var lease = stage.Storage.Container(BlobInbox.Container).GetBlobClient("columnar.lease");
        var sent = 0;
        var inTheMiddle = 0;
        var kills = Setting("COMPACTION_KILLS", 3);
        for (var kill = 0; kill < kills; kill++)
        {
            // A part of them comes again.
            var events = Lives(sent + BookingsAtOnce, sent * 3).ToArray();
            random.Shuffle(events);
            foreach (var file in events.Chunk(700))
            {
                await stage.AddFinishedAsync(file);
            }

            sent += BookingsAtOnce;
            var files = (await stage.BlobsAsync("columnar/")).Count;
            await using var host = await WebProcess.StartAsync(settings, "none");
            await UntilAsync(() => IsLeasedAsync(lease), "nothing is compacted");

            // Two months of five properties, and their indexes.
            var enough = files + random.Next(FilesAtOnce);
            await UntilAsync(async () => (await stage.BlobsAsync("columnar/")).Count >= enough || !await IsLeasedAsync(lease), "compaction does not get on");
            await Task.Delay(random.Next(50));
            inTheMiddle += await IsLeasedAsync(lease) ? 1 : 0;
            host.Kill();
            await BreakAsync(lease);
        }

        var before = await stage.ColumnsAsync();
        var last = await stage.CompactAsync();

        last.Result.ShouldBe(CompactionResult.Done);
        var expected = Lives(sent, 0).ToList();
        (await stage.ColumnsAsync()).ShouldBeTheSetOf(expected);
        (await stage.ReadAsync()).ShouldBeTheSetOf(await stage.Storage.InboxAsync());
        before.Count.ShouldBeLessThanOrEqualTo(expected.Count);
        output.WriteLine($"{kills} kills, {inTheMiddle} of them while it compacted; {expected.Count} events, {before.Count} of them compacted before the last run");
    }

    private static IEnumerable<BookingEvent> Lives(int bookings, int skip) =>
        Properties.SelectMany(p => IngestHost.Lives(bookings, p).Skip(skip)).Select(e => e.Event());

    private static async Task UntilAsync(Func<Task<bool>> condition, string complaint)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(5))
        {
            clock.Elapsed.ShouldBeLessThan(Limit, complaint);
        }
    }

    private static async Task<bool> IsLeasedAsync(BlobClient lease)
    {
        try
        {
            return (await lease.GetPropertiesAsync()).Value.LeaseState == LeaseState.Leased;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    /// <summary>It would run out by itself.</summary>
    internal static async Task BreakAsync(BlobClient lease)
    {
        try
        {
            await lease.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409)
        {
            // It was given back before, or never taken.
        }
    }

    private static int Setting(string name, int ordinary) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : ordinary;
}
