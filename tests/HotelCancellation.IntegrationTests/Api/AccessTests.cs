using System.Net;
using System.Net.Http.Json;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class AccessTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Route = "/api/v1/predictions";

    [Fact]
    public async Task Post_NoKey_Is401()
    {
        using var client = fixture.Host.Client();

        var response = await client.PostAsJsonAsync(Route, ApiHost.Booking());

        await response.ProblemAsync(401);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("x-api-key");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("hc_aaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Post_UnknownKey_Is401(string key)
    {
        using var client = fixture.Host.Client(key);

        (await (await client.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(401)).GetProperty("detail").GetString()!.ShouldContain("not known");
    }

    [Fact]
    public async Task Post_WrongSecretOfAKnownKey_Is401()
    {
        var key = await fixture.Host.NewKeyAsync();
        using var right = fixture.Host.Client(key.Text);
        using var wrong = fixture.Host.Client($"hc_{key.Key.Id}_{new string('A', 43)}");

        (await right.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await wrong.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(401);
    }

    [Fact]
    public async Task Post_HeaderAlias_IsAccepted()
    {
        using var client = fixture.Host.Client();
        client.DefaultRequestHeaders.Add("x-functions-key", (await fixture.Host.NewKeyAsync()).Text);

        (await client.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_RoleMissing_Is403AndNamesIt()
    {
        using var client = await fixture.Host.ClientAsync(ApiRoles.Ingest | ApiRoles.Operate);

        var problem = await (await client.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(403);

        problem.GetProperty("missingRole").GetString().ShouldBe("predict");
    }

    [Fact]
    public async Task Get_PredictKeyOnOperatorsRoute_Is403()
    {
        using var client = await fixture.Host.ClientAsync();

        (await (await client.GetAsync("/api/v1/models")).ProblemAsync(403)).GetProperty("missingRole").GetString().ShouldBe("operate");
    }

    [Fact]
    public async Task Post_Admin_MayDoEverything()
    {
        using var client = await fixture.Host.ClientAsync(ApiRoles.Admin);

        (await client.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/models")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_OtherProperty_Is403AndNamesIt()
    {
        using var client = await fixture.Host.ClientAsync(ApiRoles.Predict, "city");

        (await client.PostAsJsonAsync(Route, ApiHost.Booking(property: "city"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var problem = await (await client.PostAsJsonAsync(Route, ApiHost.Booking(property: "resort"))).ProblemAsync(403);

        problem.GetProperty("property").GetString().ShouldBe("resort");
    }

    [Fact]
    public async Task Batch_OtherProperty_IsAnErrorLine()
    {
        using var client = await fixture.Host.ClientAsync(ApiRoles.Predict, "city");

        var lines = await (await client.PostAsJsonAsync(
            $"{Route}/batch", new[] { ApiHost.Booking("a", "city"), ApiHost.Booking("b", "resort"), ApiHost.Booking("c", "city") })).LinesAsync();

        lines.Count.ShouldBe(3);
        lines[0].TryGetProperty("probability", out _).ShouldBeTrue();
        lines[1].GetProperty("errors").GetProperty("propertyId")[0].GetString()!.ShouldContain("resort");
        lines[2].TryGetProperty("probability", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Post_RevokedKey_IsRefusedOnceKeysAreReadAgain()
    {
        var key = await fixture.Host.NewKeyAsync();
        using var client = fixture.Host.Client(key.Text);
        (await client.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await fixture.Host.Get<TableApiKeys>().RevokeAsync(key.Key.Id)).ShouldBeTrue();
        await fixture.Host.Get<ApiKeyRing>().RefreshAsync();

        (await (await client.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(401)).GetProperty("detail").GetString()!.ShouldContain("revoked");
    }

    [Fact]
    public async Task Post_OneConnection_EveryKeyIsJudgedByItself()
    {
        var (bound, free) = (await fixture.Host.NewKeyAsync(ApiRoles.Predict, "city"), await fixture.Host.NewKeyAsync());
        await fixture.Host.Get<ApiKeyRing>().RefreshAsync();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = fixture.Host.Client().BaseAddress };
        var nearly = free.Text[..^1] + (free.Text[^1] == 'A' ? 'E' : 'A');
        string?[] shown = [free.Text, bound.Text, free.Text, nearly, null, free.Text, free.Text];

        var statuses = new List<int>();
        foreach (var key in shown)
        {
            statuses.Add(await AskAsync(key));
        }

        statuses.ShouldBe([200, 403, 200, 401, 401, 200, 200]);

        async Task<int> AskAsync(string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Route) { Content = JsonContent.Create(ApiHost.Booking(property: "resort")) };
            if (key is not null)
            {
                request.Headers.Add("x-api-key", key);
            }

            using var answer = await client.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Post_NewKeyBesideAnOldOne_BothWorkAtOnce()
    {
        using var old = await fixture.Host.ClientAsync();
        (await old.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var rotated = await fixture.Host.ClientAsync();

        (await rotated.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await old.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_FirstUseOfAKeyByManyAtOnce_NobodyIsTakenForAStranger()
    {
        using var client = await fixture.Host.ClientAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => client.PostAsJsonAsync(Route, ApiHost.Booking())));

        var statuses = answers.CountBy(a => a.StatusCode).ToDictionary();
        statuses.Keys.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
        statuses[HttpStatusCode.OK].ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task Post_StorageNeverReached_Is503Not401()
    {
        await using var azurite = AzuriteServer.NotStarted();
        var settings = AzuriteFixture.SettingsFor(azurite.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        settings["Predictions:StopSeconds"] = "1";
        await using var host = await ApiHost.StartAsync(settings, withModel: false);
        using var client = host.Client($"hc_{new string('a', 12)}_{new string('A', 43)}");

        var response = await client.PostAsJsonAsync(Route, ApiHost.Booking());

        (await response.ProblemAsync(503)).GetProperty("detail").GetString()!.ShouldContain("Keys cannot be checked");
        response.Headers.RetryAfter.ShouldNotBeNull();
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_KeyMadeSinceTheLastReadingAndStorageGone_Is503Not401()
    {
        await using var own = await AzuriteServer.StartNewAsync();
        var settings = AzuriteFixture.SettingsFor(own.ConnectionString, AzuriteFixture.NewPrefix());
        settings["Storage:MaxRetries"] = "0";
        settings["Predictions:StopSeconds"] = "1";
        settings["Access:RefreshSeconds"] = "3600";
        await using var host = await ApiHost.StartAsync(settings);
        using var old = await host.ClientAsync();
        (await old.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var recent = await host.ClientAsync();

        await own.StopAsync();

        (await (await recent.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(503)).GetProperty("detail").GetString()!.ShouldContain("Keys cannot be checked");
        (await old.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_ProtectedDocuments_NeedOperate()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var settings = azurite.Settings();
        settings["Api:ProtectMetrics"] = settings["Api:ProtectOpenApi"] = "true";
        await using var host = await ApiHost.StartAsync(settings, withModel: false);
        using var anonymous = host.Client();
        using var operate = await host.ClientAsync(ApiRoles.Operate);

        foreach (var path in new[] { "/metrics", "/openapi/v1.json" })
        {
            await (await anonymous.GetAsync(path)).ProblemAsync(401);
            (await operate.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }
}
