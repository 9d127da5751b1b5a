using System.Diagnostics.Metrics;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;

namespace HotelCancellation.IntegrationTests.Predictions;

public sealed class PredictionLogTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Stop_RecordsOfTwoDays_AreAllWrittenToTheirDays()
    {
        await using var stage = new TestStage(azurite.Settings());
        var records = stage.Records(5_000, Now.AddHours(12).AddMinutes(-1), TimeSpan.FromMilliseconds(20));

        await stage.LogAsync(records);

        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records);
        (await stage.ReadLogAsync("city")).ShouldBeTheSetOf(records.Where(r => r.Booking.PropertyId.Value == "city"));
        (await stage.FilesAsync()).Select(f => PredictionCompaction.DayOf(f)).Distinct().ShouldBe([new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 2)]);
        stage.Get<PredictionLog>().Buffered.ShouldBe(0);
    }

    [Fact]
    public async Task Add_FewRecords_AreWrittenWhenTheirTimeIsOverAndNotBefore()
    {
        await using var stage = new TestStage(azurite.Settings());
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        var records = stage.Records(3, Now);
        foreach (var record in records)
        {
            (await log.AddAsync(record, default)).IsCompletedSuccessfully.ShouldBeTrue();
        }

        log.Buffered.ShouldBe(3);
        (await stage.ReadLogAsync()).ShouldBeEmpty();
        await LogStage.UntilAsync(
            () =>
            {
                stage.Time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(log.Buffered == 0);
            },
            "the records are not written");

        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records);
        await log.StopAsync(default);
    }

    [Fact]
    public async Task Add_AsManyAsAreWrittenAtOnce_DoNotWait()
    {
        var settings = azurite.Settings();
        settings["Predictions:FlushRecords"] = "10";
        await using var stage = new TestStage(settings);
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);

        foreach (var record in stage.Records(10, Now))
        {
            await log.AddAsync(record, default);
        }

        await LogStage.UntilAsync(() => Task.FromResult(log.Buffered == 0), "the clock stands still, and nothing is written");
        await log.StopAsync(default);
    }

    [Fact]
    public async Task Add_StorageDown_IsNeverHeldUpDropsAreCountedAndTheRestIsWrittenLater()
    {
        await using var door = StorageDoor.To(azurite);
        var settings = Settings(door);
        settings["Predictions:MaxBuffered"] = "100";
        settings["Predictions:FlushRecords"] = "20";
        await using var stage = new TestStage(settings);
        var dropped = new List<(long, string?)>();
        using var listener = Listen(stage, (count, reason) => dropped.Add((count, reason)));
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        await door.CloseAsync();
        var records = stage.Records(150, Now);

        foreach (var record in records)
        {
            var added = log.AddAsync(record, default);
            added.IsCompletedSuccessfully.ShouldBeTrue();
            (await added).IsCompletedSuccessfully.ShouldBeTrue();
        }

        log.Dropped.ShouldBe(50);
        dropped.ShouldAllBe(d => d.Item2 == "full");
        dropped.Sum(d => d.Item1).ShouldBe(50);
        door.Open();
        await UntilWrittenAsync(stage, log);
        await log.StopAsync(default);
        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records.Take(100));

        stage.Time.SetUtcNow(Now.AddDays(2));
        await stage.Get<PredictionCompaction>().RunAsync(default);
        (await stage.Get<BlobPredictionDays>().IndexAsync(new DateOnly(2026, 5, 1), default)).Day.Dropped.ShouldBe(50);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_StorageDown_EndsInTimeAndCountsWhatIsLost(bool hangs)
    {
        await using var door = StorageDoor.To(azurite);
        await using var stage = new TestStage(Settings(door));
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        foreach (var record in stage.Records(30, Now))
        {
            await log.AddAsync(record, default);
        }

        await Down(door, hangs);
        var stop = log.StopAsync(default);
        stage.Time.Advance(TimeSpan.FromSeconds(9));
        stop.IsCompleted.ShouldBeFalse();
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await stop.WaitAsync(TimeSpan.FromSeconds(20));

        log.Dropped.ShouldBe(30);
        stage.Log.Lines.ShouldContain(l => l.StartsWith("Error: 30 predictions are not in the log"));
    }

    [Fact]
    public async Task Stop_GracePeriodShorterThanTheOwnLimit_EndsWithIt()
    {
        await using var door = StorageDoor.To(azurite);
        await using var stage = new TestStage(Settings(door));
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        await log.AddAsync(stage.Records(1, Now)[0], default);
        door.Hang();

        await log.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(10));

        log.Dropped.ShouldBe(1);
    }

    [Fact]
    public async Task Add_Acknowledged_EndsWhenDurable()
    {
        var settings = azurite.Settings();
        settings["Predictions:Durability"] = "acknowledged";
        settings["Predictions:MaxBuffered"] = "40";
        await using var stage = new TestStage(settings);
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        var records = stage.Records(500, Now);

        await Task.WhenAll(records.Chunk(50).Select(async some =>
        {
            foreach (var record in some)
            {
                await await log.AddAsync(record, default);
            }
        }));

        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records);
        log.Buffered.ShouldBe(0);
        await log.StopAsync(default);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Add_AcknowledgedWithoutStorage_FailsInTimeAlsoForThoseWhoWaitForRoomAndRecovers(bool hangs)
    {
        await using var door = StorageDoor.To(azurite);
        var settings = Settings(door);
        settings["Predictions:Durability"] = "acknowledged";
        settings["Predictions:MaxBuffered"] = "5";
        settings["Predictions:AcknowledgeSeconds"] = "2";
        await using var stage = new TestStage(settings);
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        var records = stage.Records(20, Now);
        await await log.AddAsync(records[0], default);
        await Down(door, hangs);

        var waiting = records.Skip(1).Take(10).Select(async r => await await log.AddAsync(r, default)).ToList();
        stage.Time.Advance(TimeSpan.FromSeconds(2));
        foreach (var each in waiting)
        {
            await Should.ThrowAsync<StorageUnavailableException>(() => each.WaitAsync(TimeSpan.FromSeconds(20)));
        }

        door.Open();
        await LogStage.UntilAsync(() => Task.FromResult(log.Buffered == 0), "room is not made");
        await await log.AddAsync(records[^1], default);
        (await stage.ReadLogAsync()).Select(r => r.Id).ShouldBeSubsetOf(records.Select(r => r.Id));
        (await stage.ReadLogAsync()).Select(r => r.Id).ShouldContain(records[^1].Id);
        await log.StopAsync(default);
    }

    [Fact]
    public async Task Add_RecordThatCannotBeWritten_IsDroppedAlone()
    {
        var settings = azurite.Settings();
        settings["Predictions:FlushRecords"] = "2";
        await using var stage = new TestStage(settings);
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        var records = stage.Records(5, Now);

        foreach (var record in new[] { records[0], records[1] with { Features = null! }, records[2], records[3], records[4] })
        {
            (await log.AddAsync(record, default)).IsCompletedSuccessfully.ShouldBeTrue();
        }

        await LogStage.UntilAsync(() => Task.FromResult(log.Buffered == 0), "the log has ended");
        await log.StopAsync(default);
        log.Dropped.ShouldBe(1);
        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records.Where(r => r != records[1]));
    }

    [Fact]
    public async Task Write_TwoHostsAtOnce_KeepAllOfBoth()
    {
        var settings = azurite.Settings();
        settings["Predictions:FlushRecords"] = "50";
        await using var one = new TestStage(settings);
        await using var two = new TestStage(settings);
        var (a, b) = (one.Records(1_000, Now), two.Records(1_000, Now));

        await Task.WhenAll(one.LogAsync(a), two.LogAsync(b));

        (await one.ReadLogAsync()).ShouldBeTheSetOf(a.Concat(b));
        (await one.FilesAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Off_NothingIsWritten()
    {
        var settings = azurite.Settings();
        settings["Predictions:Durability"] = "off";
        await using var stage = new TestStage(settings);

        await stage.LogAsync(stage.Records(10, Now));

        (await stage.FilesAsync()).ShouldBeEmpty();
        stage.Get<PredictionLog>().Dropped.ShouldBe(0);
    }

    /// <summary>Storage through a door; nothing is tried twice but by the log.</summary>
    private static Dictionary<string, string?> Settings(StorageDoor door)
    {
        var settings = AzuriteFixture.SettingsFor(door.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        return settings;
    }

    private static Task Down(StorageDoor door, bool hangs)
    {
        if (!hangs)
        {
            return door.CloseAsync();
        }

        door.Hang();
        return Task.CompletedTask;
    }

    private static Task UntilWrittenAsync(TestStage stage, PredictionLog log) => LogStage.UntilAsync(
        () =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(log.Buffered == 0);
        },
        "nothing is written after storage came back");

    private static MeterListener Listen(TestStage stage, Action<long, string?> dropped)
    {
        // Made before anybody listens: what makes it publishes its instruments, and would be asked for it again.
        var meter = stage.Meter.Meter;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "hotelcancel.predictions.log_dropped")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => dropped(value, tags.ToArray().FirstOrDefault(t => t.Key == "reason").Value as string));
        listener.Start();
        return listener;
    }
}
