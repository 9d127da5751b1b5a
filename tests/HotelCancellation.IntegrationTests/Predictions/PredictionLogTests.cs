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
        await using var own = await AzuriteServer.StartNewAsync();
        var settings = AzuriteFixture.SettingsFor(own.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        settings["Predictions:MaxBuffered"] = "100";
        settings["Predictions:FlushRecords"] = "20";
        await using var stage = new TestStage(settings);
        var dropped = new List<(long, string?)>();
        using var listener = Listen(stage, (count, reason) => dropped.Add((count, reason)));
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        await own.StopAsync();
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
        await own.StartAsync();
        await LogStage.UntilAsync(
            () =>
            {
                stage.Time.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(log.Buffered == 0);
            },
            "nothing is written after storage came back");
        await log.StopAsync(default);
        (await stage.ReadLogAsync()).ShouldBeTheSetOf(records.Take(100));

        stage.Time.SetUtcNow(Now.AddDays(2));
        await stage.Get<PredictionCompaction>().RunAsync(default);
        (await stage.Get<BlobPredictionDays>().IndexAsync(new DateOnly(2026, 5, 1), default)).Day.Dropped.ShouldBe(50);
    }

    [Fact]
    public async Task Stop_StorageDown_EndsWithTheGracePeriodAndCountsWhatIsLost()
    {
        await using var own = await AzuriteServer.StartNewAsync();
        var settings = AzuriteFixture.SettingsFor(own.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        await using var stage = new TestStage(settings);
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        foreach (var record in stage.Records(30, Now))
        {
            await log.AddAsync(record, default);
        }

        await own.StopAsync();
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await log.StopAsync(grace.Token);

        log.Dropped.ShouldBe(30);
        stage.Log.Lines.ShouldContain(l => l.StartsWith("Error: 30 predictions are not in the log"));
    }

    [Fact]
    public async Task Add_Acknowledged_EndsWhenDurableAndFailsWithoutStorage()
    {
        await using var own = await AzuriteServer.StartNewAsync();
        var settings = AzuriteFixture.SettingsFor(own.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
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
        await own.StopAsync();
        await Should.ThrowAsync<StorageUnavailableException>(async () => await await log.AddAsync(stage.Records(1, Now)[0], default));
        log.Buffered.ShouldBe(0);
        await log.StopAsync(default);
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

    private static MeterListener Listen(TestStage stage, Action<long, string?> dropped)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter, stage.Meter.Meter) && instrument.Name == "hotelcancel.predictions.log_dropped")
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
