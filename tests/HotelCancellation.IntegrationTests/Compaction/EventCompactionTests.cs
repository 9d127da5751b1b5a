using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Compaction;

public sealed class EventCompactionTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private readonly BookingEvent[] _events = CompactionStage.Lives(90);
    private TestStage _stage = null!;

    public Task InitializeAsync()
    {
        var settings = azurite.Settings();
        settings["Compaction:EventsInMemory"] = "1000";
        _stage = new TestStage(settings);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task Run_NothingWasEverSent_IsDone()
    {
        (await _stage.CompactAsync()).ShouldBe(new CompactionSummary { Result = CompactionResult.Done });
        (await _stage.ReadAsync()).ShouldBeEmpty();
        (await _stage.Get<ColumnarEvents>().PropertiesAsync(default).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_FinishedFilesWithRepeats_ColumnsHaveEachEventOnce()
    {
        foreach (var file in _events.Chunk(100))
        {
            await _stage.AddFinishedAsync(file.Concat(_events.Take(30)));
        }

        var first = await _stage.CompactAsync();
        var second = await _stage.CompactAsync();

        first.Result.ShouldBe(CompactionResult.Done);
        first.Added.ShouldBe(_events.Length);
        second.ShouldBe(new CompactionSummary { Result = CompactionResult.Done });
        (await _stage.ColumnsAsync()).ShouldBeTheSetOf(_events);
        (await _stage.ReadAsync()).ShouldBeTheSetOf(_events);
        (await _stage.BlobsAsync("columnar/city/")).ShouldAllBe(n => n == "columnar/city/index.json" || n.StartsWith("columnar/city/2024-0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_MoreThanIsSortedAtOnce_TakesSeveralPasses()
    {
        var settings = azurite.Settings();
        (settings["Compaction:EventsInMemory"], settings["Compaction:PartsAtOnce"]) = ("1000", "2");
        await using var stage = new TestStage(settings);
        var events = CompactionStage.Lives(900);
        foreach (var file in events.Chunk(900))
        {
            await stage.AddFinishedAsync(file);
        }

        var summary = await stage.CompactAsync();

        (summary.Read, summary.Added, summary.Unreadable).ShouldBe((events.Length, events.Length, 0));
        (await stage.ColumnsAsync()).ShouldBeTheSetOf(events);
    }

    [Fact]
    public async Task Run_LaterEvents_MergeIntoTheirMonthsWithoutThoseAlreadyThere()
    {
        await _stage.AddFinishedAsync(_events[..200]);
        await _stage.CompactAsync();
        await _stage.AddFinishedAsync(_events[150..]);

        (await _stage.CompactAsync()).Added.ShouldBe(_events.Length - 200);

        (await _stage.ColumnsAsync()).ShouldBeTheSetOf(_events);
    }

    [Fact]
    public async Task Run_FileThatIsStillWritten_IsLeftAndReadAllTheSame()
    {
        await _stage.AddFinishedAsync(_events[..100]);
        await _stage.Get<BlobInbox>().AppendAsync(_events[80..].Select(KeyedEvent.Of), default);

        (await _stage.CompactAsync()).InboxFiles.ShouldBe(1);

        (await _stage.ColumnsAsync()).ShouldBeTheSetOf(_events[..100]);
        (await _stage.ReadAsync()).ShouldBeTheSetOf(_events);
        (await _stage.Get<ColumnarEvents>().PropertiesAsync(default).ToListAsync()).Count.ShouldBe(2);
        await _stage.Get<BlobInbox>().RetireAsync(default);
        (await _stage.CompactAsync()).InboxFiles.ShouldBe(1);
        (await _stage.ColumnsAsync()).ShouldBeTheSetOf(_events);
    }

    [Fact]
    public async Task Run_FileThatHasGrownSinceItWasCompacted_IsTakenAgain()
    {
        await _stage.AddFinishedAsync(_events[..100]);
        await _stage.CompactAsync();
        var file = (await _stage.BlobsAsync("inbox/")).ShouldHaveSingleItem();
        var blob = _stage.Storage.Container(BlobInbox.Container).GetAppendBlobClient(file);
        await blob.AppendBlockAsync((await blob.DownloadContentAsync()).Value.Content.ToString().Split('\n')[0].Replace("\"status\":", "\"eventId\":\"late\",\"status\":", StringComparison.Ordinal).AsLine());

        (await _stage.CompactAsync()).Added.ShouldBe(1);
    }

    [Fact]
    public async Task Run_FileThatCannotBeRead_StaysAndTheRestGoOn()
    {
        await _stage.AddFinishedAsync(_events[..100]);
        var file = (await _stage.BlobsAsync("inbox/")).ShouldHaveSingleItem();
        await _stage.Storage.Container(BlobInbox.Container).GetAppendBlobClient(file).AppendBlockAsync("{\"eventKey\":".AsLine());
        await _stage.AddFinishedAsync(_events[100..]);

        var summary = await _stage.CompactAsync();

        (summary.Unreadable, summary.InboxFiles).ShouldBe((1, 1));
        (await _stage.ColumnsAsync()).ShouldBeTheSetOf(_events);
        _stage.Log.Lines.ShouldContain(l => l.Contains(file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AnotherHasTheLease_DoesNothing()
    {
        await _stage.AddFinishedAsync(_events);
        await using (await _stage.Get<BlobColumns>().TryLeaseAsync(TimeSpan.FromSeconds(60), TimeProvider.System, default))
        {
            (await _stage.CompactAsync()).ShouldBe(new CompactionSummary { Result = CompactionResult.Busy });
        }

        (await _stage.CompactAsync()).Added.ShouldBe(_events.Length);
    }

    [Fact]
    public async Task TryMove_IndexThatAnotherHasMoved_IsRefused()
    {
        var columns = _stage.Get<BlobColumns>();
        await _stage.AddFinishedAsync(_events);
        var (empty, none) = await columns.IndexAsync(new PropertyId("city"), default);
        await _stage.CompactAsync();
        var (index, tag) = await columns.IndexAsync(new PropertyId("city"), default);

        (await columns.TryMoveAsync(empty, none, default)).ShouldBeFalse();
        (await columns.TryMoveAsync(index with { Generation = 2 }, tag, default)).ShouldBeTrue();
        (await columns.TryMoveAsync(index with { Generation = 2 }, tag, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_ReplacedAndCompactedFiles_GoWhenTheirTimeIsOver()
    {
        _stage.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await _stage.AddFinishedAsync(_events[..200]);
        await _stage.CompactAsync();
        await _stage.AddFinishedAsync(_events[200..]);
        var before = (await _stage.CompactAsync()).FilesWritten;
        var replaced = (await _stage.BlobsAsync("columnar/")).Count;

        _stage.Time.Advance(TimeSpan.FromMinutes(119));
        (await _stage.CompactAsync()).FilesRemoved.ShouldBe(0);
        _stage.Time.Advance(TimeSpan.FromMinutes(3));
        (await _stage.CompactAsync()).FilesRemoved.ShouldBe(before);
        (await _stage.BlobsAsync("columnar/")).Count.ShouldBe(replaced - before);
        _stage.Time.Advance(TimeSpan.FromDays(30));
        (await _stage.CompactAsync()).FilesRemoved.ShouldBe(2);

        (await _stage.BlobsAsync("inbox/")).ShouldBeEmpty();
        (await _stage.ColumnsAsync()).ShouldBeTheSetOf(_events);
        (await _stage.ReadAsync()).ShouldBeTheSetOf(_events);
    }

    /// <summary>Cuts it off at moments that a seed decides, and lets the next one begin at once.</summary>
    [Fact]
    public async Task Run_CutOffAtAnyMoment_TheNextOneLosesAndDoublesNothing()
    {
        var seed = Environment.GetEnvironmentVariable("INGEST_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : 11;
        var random = new Random(seed);
        foreach (var file in _events.Chunk(60))
        {
            await _stage.AddFinishedAsync(file);
            using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 250)));
            try
            {
                await _stage.Get<EventCompaction>().RunAsync(cut.Token);
            }
            catch (OperationCanceledException)
            {
                (await _stage.ReadAsync()).Count.ShouldBe(Array.IndexOf(_events, file[^1]) + 1, $"INGEST_SEED={seed}");
            }

            // One that was cut off while it asked for the lease may have it until it runs out.
            await CompactionKillTests.BreakAsync(_stage.Storage.Container(BlobInbox.Container).GetBlobClient("columnar.lease"));
        }

        await _stage.CompactAsync();

        (await _stage.ColumnsAsync()).ShouldBeTheSetOf(_events);
    }

    [Fact]
    public async Task Read_WhileItIsCompacted_AlwaysGivesEverything()
    {
        foreach (var file in _events.Chunk(40))
        {
            await _stage.AddFinishedAsync(file);
        }

        var compacting = Task.Run(async () =>
        {
            for (var i = 0; i < 4; i++)
            {
                await _stage.CompactAsync();
                await _stage.AddFinishedAsync(_events[..(40 * i)]);
            }
        });
        do
        {
            (await _stage.ReadAsync()).ShouldBeTheSetOf(_events);
        }
        while (!compacting.IsCompleted);

        await compacting;
    }

    [Fact]
    public async Task Read_OfAPropertyBeforeADay_KnowsWhatThatDayKnew()
    {
        await _stage.AddFinishedAsync(_events[..250]);
        await _stage.CompactAsync();
        await _stage.Get<BlobInbox>().AppendAsync(_events[250..].Select(KeyedEvent.Of), default);
        var city = new PropertyId("city");
        var whole = new Dictionary<string, BookingHistory>(StringComparer.Ordinal);
        await foreach (var history in _stage.Get<ColumnarEvents>().ReadAsync(city, null, default))
        {
            whole.Add(history.State!.Booking.BookingId.Value, history);
        }

        whole.Count.ShouldBe(90);
        whole.Keys.ShouldBe(whole.Keys.Order(StringComparer.Ordinal));
        foreach (var day in new[] { 0, 1, 5, 6, 21, 166, 171 }.Select(new DateOnly(2024, 3, 2).AddDays))
        {
            var then = new Dictionary<string, BookingState>(StringComparer.Ordinal);
            await foreach (var history in _stage.Get<ColumnarEvents>().ReadAsync(city, day, default))
            {
                history.Events.ShouldAllBe(e => e.Event.StatusDate < day);
                then.Add(history.State!.Booking.BookingId.Value, history.State);
            }

            foreach (var (id, history) in whole)
            {
                then.GetValueOrDefault(id)?.Status.ShouldBe(history.StateAsOf(day)!.Status);
                then.ContainsKey(id).ShouldBe(history.StateAsOf(day) is not null);
            }
        }
    }
}

/// <summary>Lines as they are appended.</summary>
internal static class Lines
{
    public static MemoryStream AsLine(this string text) => new(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
}
