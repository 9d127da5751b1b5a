using System.Net.Http.Json;
using System.Text.Json;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Predictions;

namespace HotelCancellation.IntegrationTests.Predictions;

public sealed class PredictionRouteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Route = "/api/v1/predictions";

    [Fact]
    public async Task Get_Prediction_SaysWhatWasSaidAndWhyAlsoAfterAnotherChampion()
    {
        await using var host = await ApiHost.StartAsync(Settings());
        using var client = await host.ClientAsync();
        var booking = ApiHost.Booking();
        booking["guestRef"] = "G-secret";
        booking["country"] = "PRT";
        var said = await client.PostAsJsonAsync($"{Route}?explain=true", booking).OkAsync();
        await host.PromoteAsync(0.5);
        var id = said.GetProperty("predictionId").GetString();

        var plain = await FoundAsync(client, $"{Route}/{id}");
        var why = await FoundAsync(client, $"{Route}/{id}?explain=true");

        foreach (var name in new[] { "predictionId", "bookingId", "probability", "willCancel", "threshold", "riskBand", "asOf", "modelVersion" })
        {
            plain.GetProperty(name).GetRawText().ShouldBe(said.GetProperty(name).GetRawText(), name);
        }

        foreach (var name in new[] { "baseline", "reasons", "calibrationTerm" })
        {
            why.GetProperty(name).GetRawText().ShouldBe(said.GetProperty(name).GetRawText(), name);
        }

        plain.TryGetProperty("reasons", out _).ShouldBeFalse();
        plain.GetProperty("route").GetString().ShouldBe("champion");
        plain.GetProperty("propertyId").GetString().ShouldBe("city");
        plain.GetProperty("booking").GetProperty("adr").GetDouble().ShouldBe(112.5);
        plain.GetProperty("features").GetArrayLength().ShouldBeGreaterThan(10);
        plain.GetRawText().ShouldNotContain("G-secret");
        plain.GetProperty("booking").TryGetProperty("country", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Get_OtherPropertyOrUnknownOrNoId_Is404()
    {
        await using var host = await ApiHost.StartAsync(Settings());
        using var client = await host.ClientAsync();
        using var bound = await host.ClientAsync(ApiRoles.Predict, "resort");
        using var operate = await host.ClientAsync(ApiRoles.Operate);
        var id = (await client.PostAsJsonAsync(Route, ApiHost.Booking()).OkAsync()).GetProperty("predictionId").GetString();
        await FoundAsync(client, $"{Route}/{id}");

        await (await bound.GetAsync($"{Route}/{id}")).ProblemAsync(404);
        await (await client.GetAsync($"{Route}/{PredictionId.New(TimeProvider.System.GetUtcNow())}")).ProblemAsync(404);
        await (await client.GetAsync($"{Route}/nonsense")).ProblemAsync(404);
        await (await operate.GetAsync($"{Route}/{id}")).ProblemAsync(403);
    }

    [Theory]
    [InlineData("buffered")]
    [InlineData("acknowledged")]
    public async Task Batch_ManyRows_AreLogged(string durability)
    {
        var settings = Settings();
        settings["Predictions:Durability"] = durability;
        settings["Predictions:MaxBuffered"] = durability == "buffered" ? "50000" : "300";
        await using var host = await ApiHost.StartAsync(settings);
        using var client = await host.ClientAsync();
        var rows = string.Join('\n', Enumerable.Range(0, 2_500).Select(i => i % 100 == 99 ? "{\"bookingId\":" : ApiHost.Booking($"B-{i}").ToJsonString()));

        var lines = await (await client.PostAsync($"{Route}/batch", ApiHost.Body(rows, "application/x-ndjson"))).LinesAsync();

        lines.Count.ShouldBe(2_500);
        lines.Select(l => l.GetProperty("row").GetInt64()).ShouldBe(Enumerable.Range(1, 2_500).Select(i => (long)i));
        var said = lines.Where(l => l.TryGetProperty("predictionId", out _)).Select(l => l.GetProperty("predictionId").GetString()!).Order(StringComparer.Ordinal).ToList();
        said.Count.ShouldBe(2_475);
        if (durability == "buffered")
        {
            await LogStage.UntilAsync(() => Task.FromResult(host.Get<PredictionLog>().Buffered == 0), "the rows are not written");
        }

        (await LoggedAsync(host)).ShouldBe(said);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_AcknowledgedWithoutStorage_Is503AndBufferedAnswers(bool hangs)
    {
        await using var door = StorageDoor.To(azurite);
        var settings = AzuriteFixture.SettingsFor(door.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Predictions:AcknowledgeSeconds"] = "1";
        settings["Predictions:StopSeconds"] = "1";
        await using var buffered = await ApiHost.StartAsync(settings);
        await using var acknowledged = await ApiHost.StartAsync(new Dictionary<string, string?>(settings) { ["Predictions:Durability"] = "acknowledged" });
        using var one = await buffered.ClientAsync();
        using var two = await acknowledged.ClientAsync();
        (await two.PostAsJsonAsync(Route, ApiHost.Booking())).EnsureSuccessStatusCode();
        (await one.PostAsJsonAsync(Route, ApiHost.Booking())).EnsureSuccessStatusCode();
        if (hangs)
        {
            door.Hang();
        }
        else
        {
            await door.CloseAsync();
        }

        (await one.PostAsJsonAsync(Route, ApiHost.Booking())).EnsureSuccessStatusCode();
        await (await two.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(503);
    }

    [Fact]
    public async Task Stop_OrderlyEnd_LosesNothing()
    {
        var settings = Settings();
        settings["Predictions:FlushSeconds"] = "300";
        var ids = new List<string>();
        await using (var host = await ApiHost.StartAsync(settings))
        {
            using var client = await host.ClientAsync();
            for (var i = 0; i < 20; i++)
            {
                ids.Add((await client.PostAsJsonAsync(Route, ApiHost.Booking()).OkAsync()).GetProperty("predictionId").GetString()!);
            }

            (await LoggedAsync(host)).ShouldBeEmpty();
        }

        await using var after = await ApiHost.StartAsync(settings, withModel: false);
        (await LoggedAsync(after)).ShouldBe(ids.Order(StringComparer.Ordinal));
    }

    private Dictionary<string, string?> Settings()
    {
        var settings = azurite.Settings();
        settings["Predictions:FlushSeconds"] = "1";
        return settings;
    }

    private static async Task<JsonElement> FoundAsync(HttpClient client, string route)
    {
        JsonElement found = default;
        await LogStage.UntilAsync(
            async () =>
            {
                var response = await client.GetAsync(route);
                found = await response.JsonAsync();
                return response.IsSuccessStatusCode;
            },
            "the prediction is not found");
        return found;
    }

    private static async Task<List<string>> LoggedAsync(ApiHost host)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var ids = await host.Get<LoggedPredictions>().ReadAsync(today.AddDays(-1), today, null, default).Select(r => r.Id.Value).ToListAsync();
        ids.Sort(StringComparer.Ordinal);
        return ids;
    }
}
