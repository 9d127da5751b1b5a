using System.Net;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform;
using HotelCancellation.Platform.Access;
using HotelCancellation.Predictions;

namespace HotelCancellation.IntegrationTests.Predictions;

/// <summary>Requests for predictions that fail are counted in the log.</summary>
public sealed class FailureTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 5, 1);

    [Fact]
    public async Task Count_OfTwoHostsAndTwoDays_IsAddedUpByCompaction()
    {
        var settings = azurite.Settings();
        await using var one = new TestStage(settings);
        await using var two = new TestStage(settings);
        var records = one.Records(3, Now);
        await RunAsync(one, 4, records);
        await RunAsync(two, 2, []);
        two.Time.SetUtcNow(Now.AddDays(1));
        await using var three = new TestStage(settings);
        three.Time.SetUtcNow(Now.AddDays(1));
        await RunAsync(three, 5, []);

        three.Time.SetUtcNow(Now.AddDays(3));
        var summary = await three.Get<PredictionCompaction>().RunAsync(default);
        three.Time.SetUtcNow(Now.AddDays(4));
        await three.Get<PredictionCompaction>().RunAsync(default);

        (summary.Days, summary.Records).ShouldBe((2, 3));
        var log = three.Get<LoggedPredictions>();
        (await log.FailedAsync(Day, default), await log.FailedAsync(Day.AddDays(1), default), await log.FailedAsync(Day.AddDays(2), default)).ShouldBe((6, 5, 0));
        (await log.DaysAsync(default)).ShouldBe([Day, Day.AddDays(1)]);
        (await three.ReadLogAsync()).ShouldBeTheSetOf(records);
    }

    [Fact]
    public async Task Count_WithoutARecord_IsWrittenWhenItsTimeIsOver()
    {
        await using var stage = new TestStage(azurite.Settings());
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        log.CountFailure();

        await LogStage.UntilAsync(
            async () =>
            {
                stage.Time.Advance(TimeSpan.FromSeconds(1));
                return (await stage.FilesAsync()).Count == 1;
            },
            "the failure is not written");
        await log.StopAsync(default);
    }

    [Fact]
    public async Task Count_AcknowledgedWhileStorageIsDown_IsWrittenAfterwards()
    {
        await using var door = StorageDoor.To(azurite);
        var settings = AzuriteFixture.SettingsFor(door.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        settings["Predictions:Durability"] = "acknowledged";
        await using var stage = new TestStage(settings);
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        var records = stage.Records(3, Now);
        await await log.AddAsync(records[0], default);
        await door.CloseAsync();
        foreach (var record in records.Skip(1))
        {
            await Should.ThrowAsync<StorageUnavailableException>(async () => await await log.AddAsync(record, default));
            log.CountFailure();
        }

        door.Open();
        await log.StopAsync(default);
        stage.Time.SetUtcNow(Now.AddDays(2));
        await stage.Get<PredictionCompaction>().RunAsync(default);

        (await stage.Get<LoggedPredictions>().FailedAsync(Day, default)).ShouldBe(2);
    }

    [Fact]
    public async Task Post_WithoutAModel_IsCountedAndWhatTheCallerGotWrongIsNot()
    {
        var settings = azurite.Settings();
        await using (var host = await ApiHost.StartAsync(settings, withModel: false))
        {
            using var client = await host.ClientAsync(ApiRoles.Predict | ApiRoles.Operate);
            var body = ApiHost.Booking().ToJsonString();
            (await client.PostAsync("/api/v1/predictions", ApiHost.Body(body))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await client.PostAsync("/api/v1/predictions/batch", ApiHost.Body($"[{body}]"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await client.PostAsync("/api/v1/predictions", ApiHost.Body("{}"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        await using var stage = new TestStage(settings);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        stage.Time.SetUtcNow(new DateTimeOffset(today.AddDays(2), TimeOnly.MinValue, TimeSpan.Zero));
        await stage.Get<PredictionCompaction>().RunAsync(default);
        var log = stage.Get<LoggedPredictions>();

        // It may have been midnight.
        (await log.FailedAsync(today.AddDays(-1), default) + await log.FailedAsync(today, default)).ShouldBe(2);
    }

    private static async Task RunAsync(TestStage stage, int failures, IEnumerable<PredictionRecord> records)
    {
        var log = stage.Get<PredictionLog>();
        await log.StartAsync(default);
        for (var i = 0; i < failures; i++)
        {
            log.CountFailure();
        }

        foreach (var record in records)
        {
            await log.AddAsync(record, default);
        }

        await log.StopAsync(default);
    }
}
