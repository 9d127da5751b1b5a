using System.Net;
using System.Net.Http.Json;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Security;

/// <summary>Tokens that are bound to properties, and what else settings make of claims.</summary>
public sealed class TokenPropertyTests : IAsyncLifetime
{
    private const string Route = "/api/v1/predictions";
    private TokenIssuer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await TokenIssuer.StartAsync();

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    [Fact]
    public async Task Post_PropertyClaim_RestrictsAsABoundKeyDoes()
    {
        await using var host = await StartAsync(("PropertiesClaim", "extn.properties"));

        (await PostAsync(host, Bound("city"), "city")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await PostAsync(host, Bound("city"), "resort")).ProblemAsync(403)).GetProperty("property").GetString().ShouldBe("resort");
        (await PostAsync(host, Bound("city", "resort"), "resort")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(host, _issuer.Token(change: t => t.Claims["extn.properties"] = "city"), "city")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await PostAsync(host, Bound("City"), "city")).ProblemAsync(403);

        using var client = host.Client().WithToken(Bound("city"));
        var lines = await (await client.PostAsJsonAsync($"{Route}/batch", new[] { ApiHost.Booking("a", "city"), ApiHost.Booking("b", "resort") })).LinesAsync();
        lines[0].TryGetProperty("probability", out _).ShouldBeTrue();
        lines[1].GetProperty("errors").GetProperty("propertyId")[0].GetString()!.ShouldContain("resort");
    }

    [Fact]
    public async Task Post_PropertyClaimMissing_IsForNoPropertyAndAStarForAll()
    {
        await using var host = await StartAsync(("PropertiesClaim", "extn.properties"));

        await (await PostAsync(host, _issuer.Token(), "city")).ProblemAsync(403);
        await (await PostAsync(host, Bound(), "city")).ProblemAsync(403);
        await (await PostAsync(host, _issuer.Token(["admin"]), "city")).ProblemAsync(403);
        (await PostAsync(host, Bound("*"), "city")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_RolesAndPropertiesInOneClaimWithPrefixes_AreToldApart()
    {
        await using var host = await StartAsync(("PropertiesClaim", "roles"), ("PropertyPrefix", "property:"), ("RolePrefix", "HotelCancellation."));

        (await PostAsync(host, _issuer.Token(["HotelCancellation.predict", "property:city"]), "city")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await PostAsync(host, _issuer.Token(["HotelCancellation.predict", "property:city"]), "resort")).ProblemAsync(403)).TryGetProperty("property", out _).ShouldBeTrue();
        (await (await PostAsync(host, _issuer.Token(["predict", "property:city"]), "city")).ProblemAsync(403)).GetProperty("missingRole").GetString().ShouldBe("predict");
    }

    [Fact]
    public async Task Post_MoreThanTheBurst_Is429BySubjectWhateverToken()
    {
        await using var host = await StartAsync(("RateLimit:PermitsPerSecond", "1"), ("RateLimit:Burst", "3"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            statuses.Add((await PostAsync(host, _issuer.Token(change: t => t.Claims["jti"] = $"{i}"), "city")).StatusCode);
        }

        statuses[0].ShouldBe(HttpStatusCode.OK);
        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
        (await PostAsync(host, _issuer.Token(subject: "0f0e0d0c-0000-4000-8000-000000000002"), "city")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_TokensNotAccepted_AreNotLookedAt()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        await using var host = await ApiHost.StartAsync(azurite.Settings());

        var alone = await PostAsync(host, _issuer.Token(), "city");
        await alone.ProblemAsync(401);
        alone.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("ApiKey");
        using var keyed = (await host.ClientAsync()).WithToken(_issuer.Token());
        (await keyed.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        _issuer.Readings.ShouldBe(0);
    }

    private string Bound(params string[] properties) => _issuer.Token(change: t => t.Claims["extn.properties"] = properties);

    private async Task<ApiHost> StartAsync(params (string Name, string Value)[] more)
    {
        var settings = await TokenFixture.SettingsAsync(_issuer);
        foreach (var (name, value) in more)
        {
            settings[name.Contains(':', StringComparison.Ordinal) ? name : $"Access:Tokens:{name}"] = value;
        }

        return await ApiHost.StartAsync(settings);
    }

    private static async Task<HttpResponseMessage> PostAsync(ApiHost host, string token, string property)
    {
        using var client = host.Client().WithToken(token);
        return await client.PostAsJsonAsync(Route, ApiHost.Booking(property: property));
    }
}
