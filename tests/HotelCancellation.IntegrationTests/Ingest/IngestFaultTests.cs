using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Ingest;

public sealed class IngestFaultTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const int OrdinaryEvents = 20_000;
    private const int OrdinaryKills = 3;
    private const int OrdinarySpan = 4_000;
    private const int MostLater = 20;

    [Fact]
    public async Task Post_StorageDown_Is503AndAcknowledgesNothing()
    {
        await using var own = await AzuriteServer.StartNewAsync();
        var settings = AzuriteFixture.SettingsFor(own.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        await using var host = await ApiHost.StartAsync(settings, withModel: false);
        using var client = await host.ClientAsync(ApiRoles.Ingest);
        (await client.PostAsync(IngestHost.Route, IngestHost.NdJson([IngestHost.Event("a")])).OkAsync()).Counts().ShouldBe((1, 0, 0));

        await own.StopAsync();
        var put = await client.PutAsJsonAsync($"{IngestHost.Route}/city/b", IngestHost.Event("b"));
        var post = await client.PostAsync(IngestHost.Route, IngestHost.NdJson([IngestHost.Event("c")]));

        foreach (var response in new[] { put, post })
        {
            await response.ProblemAsync(503);
            response.Headers.RetryAfter.ShouldNotBeNull();
        }

        await own.StartAsync();
        (await client.PostAsync(IngestHost.Route, IngestHost.NdJson([IngestHost.Event("a"), IngestHost.Event("b"), IngestHost.Event("c")])).OkAsync())
            .Counts().ShouldBe((2, 1, 0));
    }

    [Fact]
    public async Task Reconcile_EventsThatOnlyTheInboxHas_AreAppliedOnceAndTheFileMarked()
    {
        var settings = azurite.Settings();
        await using var stage = new TestStage(settings);
        var (inbox, reconciler, table) = (stage.Get<BlobInbox>(), stage.Get<InboxReconciler>(), stage.Get<TableBookings>());
        var events = IngestHost.Lives(3).ConvertAll(Read);
        await inbox.AppendAsync(events.Select(KeyedEvent.Of), default);
        await stage.Get<BookingIngest>().ReplayAsync([events[0]], default);

        stage.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        (await reconciler.ReconcileAsync(default)).ShouldBe(0, "the file is not quiet yet");
        stage.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddHours(1));
        var found = await reconciler.ReconcileAsync(default);

        found.ShouldBe(events.Count - 1);
        (await table.BookingsAsync()).Sum(b => b.Value.State!.Version).ShouldBe(events.Count);
        (await stage.Storage.InboxAsync()).Count.ShouldBe(events.Count);
        var left = new List<InboxFile>();
        await foreach (var file in inbox.LeftAsync(default))
        {
            left.Add(file);
        }

        left.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reconcile_UnreadableLineOrFileOrEmptyFile_IsPassedOverAndTheRestGoOn()
    {
        var settings = azurite.Settings();
        await using var stage = new TestStage(settings);
        var events = IngestHost.Lives(2).ConvertAll(Read);
        await stage.Get<BlobInbox>().AppendAsync(events.Take(3).Select(KeyedEvent.Of), default);
        var container = stage.Storage.Container(BlobInbox.Container);
        var lines = (await container.GetBlobsAsync(BlobTraits.None, BlobStates.None, "inbox/", default).Select(b => b.Name).ToListAsync()).Single();
        var blob = Azure.Storage.Blobs.Specialized.SpecializedBlobExtensions.GetAppendBlobClient(container, lines);
        await blob.AppendBlockAsync(new MemoryStream("{\"guestRef\":\"G-secret\",\"bookingId\":\n"u8.ToArray()));
        await container.GetBlobClient("inbox/2026/04/30/damaged-1.ndjson").UploadAsync(new BinaryData(new byte[] { 0x1f, 0x8b, 0, 0 }));
        await Azure.Storage.Blobs.Specialized.SpecializedBlobExtensions.GetAppendBlobClient(container, "inbox/2026/04/30/killed-1.ndjson").CreateAsync();
        await stage.Get<BlobInbox>().AppendAsync(events.Skip(3).Select(KeyedEvent.Of), default);

        stage.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddHours(1));
        var found = await stage.Get<InboxReconciler>().ReconcileAsync(default);

        found.ShouldBe(events.Count);
        (await stage.Get<TableBookings>().BookingsAsync()).Sum(b => b.Value.State!.Version).ShouldBe(events.Count);
        stage.Log.Lines.ShouldContain(l => l.Contains("Line 4 of events/") && l.Contains("passed over"));
        stage.Log.Lines.ShouldContain(l => l.Contains("damaged-1.ndjson cannot be read"));
        stage.Log.Lines.ShouldAllBe(l => !l.Contains("killed-1.ndjson"), "a host that was killed before its first line has left nothing to complain of");
        stage.Log.Lines.ShouldAllBe(l => !l.Contains("G-secret"));
    }

    [Fact]
    public async Task Append_FileIsFull_BeginsAnotherAndMarksTheFullOne()
    {
        var settings = azurite.Settings();
        settings["Ingest:AppendsPerFile"] = "2";
        await using var stage = new TestStage(settings);
        var ingest = stage.Get<BookingIngest>();
        foreach (var i in Enumerable.Range(0, 5))
        {
            var booking = Read(IngestHost.Event($"B-{i}"));
            (await ingest.SubmitAsync([booking], default))[0].Verdict.ShouldBe(EventVerdict.Accepted);
        }

        var marks = new List<bool>();
        await foreach (var item in stage.Storage.Container("events").GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, "inbox/2026/05/01/", default))
        {
            marks.Add(item.Metadata.ContainsKey("applied"));
        }

        marks.ShouldBe([true, true, false]);
        (await stage.Storage.InboxAsync()).Count.ShouldBe(5);
    }

    /// <summary>
    /// Kills the real host, by SIGKILL, at a moment that the seed decides, while several clients send. What a client does not get
    /// an answer for it sends again to the next host; what it is told to send again later (503, nothing acknowledged), it does. <c>INGEST_EVENTS</c> and <c>INGEST_KILLS</c> make it longer.
    /// </summary>
    [Fact]
    public async Task Kill_DuringIngest_LosesNothingAcknowledgedAndCountsNothingTwice()
    {
        var seed = Setting("INGEST_SEED", RandomNumberGenerator.GetInt32(1_000_000));
        output.WriteLine($"INGEST_SEED={seed}");
        var random = new Random(seed);
        var settings = azurite.Settings();
        settings["Ingest:QuietSeconds"] = "1";
        settings["Ingest:ReconcileSeconds"] = "1";
        settings["RateLimit:Burst"] = "100000";
        var events = IngestHost.Lives(Setting("INGEST_EVENTS", OrdinaryEvents) * 3 / 11);
        var sent = events.SelectMany(e => random.Next(10) < 3 ? new[] { e, e } : [e]).ToArray();
        var allKills = Setting("INGEST_KILLS", OrdinaryKills);

        // Out of order within the span: the shorter it is, the fewer rows a commit changes.
        var span = allKills > OrdinaryKills ? sent.Length : OrdinarySpan;
        for (var from = 0; from < sent.Length; from += span)
        {
            random.Shuffle(sent.AsSpan(from, Math.Min(span, sent.Length - from)));
        }

        // Twenty bodies or more between two kills.
        var todo = new Queue<JsonObject[]>(sent.Chunk(Math.Clamp(sent.Length / 20 / Math.Max(1, allKills), 25, 250)));
        var acknowledged = new List<JsonObject>();
        var later = 0;
        long accepted = 0;
        string key;
        await using (var stage = new TestStage(settings))
        {
            key = (await stage.Get<TableApiKeys>().CreateAsync(new ApiKeyRequest { Name = "t", Roles = ApiRoles.Ingest })).Text;
        }

        var killed = 0;
        for (var kills = allKills; todo.Count > 0; kills--)
        {
            await using var host = await WebProcess.StartAsync(settings, key);
            var end = kills > 0 ? random.Next(1, 2 * todo.Count / (kills + 1) + 1) : int.MaxValue;
            var clients = Enumerable.Range(0, 6).Select(async _ =>
            {
                while (true)
                {
                    JsonObject[] chunk;
                    lock (todo)
                    {
                        if (end-- == 0)
                        {
                            killed++;
                            host.Kill();
                        }

                        if (host.IsKilled || !todo.TryDequeue(out chunk!))
                        {
                            return;
                        }
                    }

                    try
                    {
                        using var response = await host.Client.PostAsync(IngestHost.Route, IngestHost.NdJson(chunk));
                        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                        {
                            response.Headers.RetryAfter.ShouldNotBeNull();
                            output.WriteLine($"503; what the host said last:\n{host.Log}");
                            Interlocked.Increment(ref later).ShouldBeLessThanOrEqualTo(MostLater, "storage answers");
                            lock (todo)
                            {
                                todo.Enqueue(chunk);
                            }

                            continue;
                        }

                        var answer = await Task.FromResult(response).OkAsync();
                        lock (todo)
                        {
                            acknowledged.AddRange(chunk);
                            accepted += answer.Counts().Accepted;
                            answer.Counts().Quarantined.ShouldBe(0);
                        }
                    }
                    catch (Exception e) when (e is HttpRequestException or IOException && host.IsKilled)
                    {
                        lock (todo)
                        {
                            todo.Enqueue(chunk);
                        }
                    }
                }
            });
            await Task.WhenAll(clients);
        }

        acknowledged.Count.ShouldBe(sent.Length);
        accepted.ShouldBeLessThanOrEqualTo(events.Count);
        await using var after = new TestStage(settings);
        after.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddHours(1));
        await after.Get<InboxReconciler>().ReconcileAsync(default);
        var bookings = await after.Get<TableBookings>().BookingsAsync();
        bookings.Count.ShouldBe(events.Select(e => e["bookingId"]!.ToString()).Distinct(StringComparer.Ordinal).Count());
        bookings.Sum(b => b.Value.State!.Version).ShouldBe(events.Count);
        bookings.ShouldAllBe(b => b.Value.State!.Marked.Count == 0);
        var inbox = await after.Storage.InboxAsync();
        inbox.Select(KeyedEvent.Of).Select(e => (e.Event.Booking.BookingId, e.Key)).Distinct().Count().ShouldBe(events.Count);
        await LedgerParity.CheckAsync(after, [.. bookings.Values]);
        output.WriteLine($"{killed} kills, {sent.Length} events sent, {events.Count} different, {accepted} answered as accepted, {inbox.Count} lines in the inbox");
    }

    private static int Setting(string name, int ordinary) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : ordinary;

    private static BookingEvent Read(JsonObject json) => BookingJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), 1).Event!;
}
