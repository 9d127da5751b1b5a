using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using HotelCancellation.Api.Endpoints;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class HealthTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Ready_NoModel_Is503AndPredictionsSayWhenToTryAgain()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        using var client = await host.ClientAsync();

        var ready = await client.GetAsync("/health/ready");
        var single = await client.PostAsJsonAsync("/api/v1/predictions", ApiHost.Booking());
        var batch = await client.PostAsJsonAsync("/api/v1/predictions/batch", new[] { ApiHost.Booking() });

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.JsonAsync()).GetProperty("status").GetString().ShouldBe("noModel");
        foreach (var response in new[] { single, batch })
        {
            await response.ProblemAsync(503);
            response.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_Model_SaysWhichAndSinceWhen()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        var manifest = await host.PromoteAsync();
        using var client = await host.ClientAsync();
        await client.PostAsJsonAsync("/api/v1/predictions", ApiHost.Booking());

        var ready = await (await client.GetAsync("/health/ready")).JsonAsync();

        ready.GetProperty("status").GetString().ShouldBe("ready");
        ready.GetProperty("model").GetProperty("version").GetString().ShouldBe(manifest.Version.Value);
        ready.GetProperty("model").GetProperty("metrics").GetProperty("auc").GetDouble().ShouldBe(0.84);
        ready.GetProperty("storage").GetProperty("reachable").GetBoolean().ShouldBeTrue();
        ready.GetProperty("storage").TryGetProperty("endpoint", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Ready_StorageGoesDown_IsDegradedAndPredictionsGoOn()
    {
        await using var own = await AzuriteServer.StartNewAsync();
        var settings = AzuriteFixture.SettingsFor(own.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        settings["Access:RefreshSeconds"] = "1";
        await using var host = await ApiHost.StartAsync(settings);
        using var client = await host.ClientAsync();
        using var operate = await host.ClientAsync(ApiRoles.Operate);
        (await client.PostAsJsonAsync("/api/v1/predictions", ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await operate.GetAsync("/api/v1/models")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await own.StopAsync();
        (await host.Get<ChampionWatcher>().RefreshAsync(default)).ShouldBe(RefreshOutcome.StorageUnreachable);
        await host.Get<ApiKeyRing>().RefreshAsync();

        (await client.PostAsJsonAsync("/api/v1/predictions", ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await operate.GetAsync("/api/v1/models")).ProblemAsync(503);
        var ready = await operate.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await ready.JsonAsync();
        body.GetProperty("status").GetString().ShouldBe("degraded");
        body.GetProperty("storage").GetProperty("reachable").GetBoolean().ShouldBeFalse();
        body.GetProperty("storage").GetProperty("lastError").GetString().ShouldNotBeNullOrEmpty();

        await own.StartAsync();
        var clock = Stopwatch.StartNew();
        while ((await (await client.GetAsync("/health/ready")).JsonAsync()).GetProperty("status").GetString() != "ready")
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task Ready_StorageHangs_IsSaidBeforeItsClientGivesUp()
    {
        await using var door = StorageDoor.ToTables(azurite);
        await using var stage = new TestStage(AzuriteFixture.SettingsFor(door.ConnectionString, AzuriteFixture.NewPrefix()));
        var version = (await stage.Registry.RegisterAsync(TestModels.Draft(0), default)).Version;
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, version, null, "me", "test", default);
        await stage.Watcher.RefreshAsync(default);
        Ready().Status.ShouldBe("ready");
        stage.Time.Advance(TimeSpan.FromSeconds(30));
        Ready().Status.ShouldBe("ready", "nobody asks");

        door.Hang();
        using var stop = new CancellationTokenSource();
        var asked = stage.Time.GetUtcNow();
        var looking = stage.Watcher.RefreshAsync(stop.Token);
        stage.Time.Advance(TimeSpan.FromSeconds(5));
        Ready().Status.ShouldBe("ready");
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        var degraded = Ready();
        looking.IsCompleted.ShouldBeFalse();
        degraded.Status.ShouldBe("degraded");
        degraded.Problems.ShouldBe([$"Storage has not answered since {asked:u}."]);
        degraded.Storage.Reachable.ShouldBe(false);
        degraded.Storage.UnreachableSince.ShouldBe(asked);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(looking);
        door.Open();
        (await stage.Watcher.RefreshAsync(default)).ShouldBe(RefreshOutcome.Unchanged);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        Ready().Status.ShouldBe("ready");

        ReadyAnswer Ready() => ReadyAnswer.Of(stage.Active, stage.Time.GetUtcNow(), DateTimeOffset.UnixEpoch, takesTokens: false, issuerKeysLoaded: null, endpoint: null, details: false);
    }

    [Fact]
    public async Task Metrics_AfterAPrediction_CountIt()
    {
        await using var host = await ApiHost.StartAsync(azurite.Settings());
        using var client = await host.ClientAsync();
        await client.PostAsJsonAsync("/api/v1/predictions", ApiHost.Booking());

        var metrics = await client.GetStringAsync("/metrics");

        metrics.ShouldContain("hotelcancel_predictions");
        metrics.ShouldContain("hotelcancel_model_loaded");
        metrics.ShouldContain("http_server_request_duration_seconds");
    }
}
