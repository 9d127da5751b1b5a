using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Security;

/// <summary>What a token lets its caller do.</summary>
public sealed class TokenTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private const string Route = "/api/v1/predictions";

    [Fact]
    public async Task Post_TokenWithTheRole_IsAnswered()
    {
        using var client = Client(fixture.Issuer.Token());

        (await client.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_TokenOfVersion1_IsAnswered()
    {
        using var client = Client(fixture.Issuer.Token(change: token =>
        {
            token.Issuer = fixture.Issuer.IssuerV1;
            token.Claims["ver"] = "1.0";
        }));

        (await client.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("ingest,operate", "ingest,operate")]
    [InlineData("", "none")]
    [InlineData("Tasks.Read", "none")]
    public async Task Post_RoleMissing_Is403AndSaysWhichThereAre(string roles, string has)
    {
        using var client = Client(fixture.Issuer.Token(roles.Split(',', StringSplitOptions.RemoveEmptyEntries)));

        var problem = await (await client.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(403);

        problem.GetProperty("missingRole").GetString().ShouldBe("predict");
        problem.GetProperty("detail").GetString().ShouldBe($"This needs the role 'predict'; the token has {has}.");
    }

    [Fact]
    public async Task Post_RolesInOneValue_AreNoRoles()
    {
        using var client = Client(fixture.Issuer.Token(["predict,operate"]));

        await (await client.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(403);
    }

    [Fact]
    public async Task Get_Admin_MayDoEverything()
    {
        using var client = Client(fixture.Issuer.Token(["admin"]));

        (await client.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/models")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_KeyBesideToken_Is400WhicheverIsRight()
    {
        var key = (await fixture.Host.NewKeyAsync()).Text;
        foreach (var (header, text) in new[] { ("x-api-key", key), ("x-functions-key", key), ("x-api-key", "nonsense") })
        {
            using var client = Client(fixture.Issuer.Token());
            client.DefaultRequestHeaders.Add(header, text);

            (await (await client.PostAsJsonAsync(Route, ApiHost.Booking())).ProblemAsync(400)).GetProperty("detail").GetString()!.ShouldContain("either");
        }
    }

    [Fact]
    public async Task Post_OtherSchemeBesideKey_CountsAsTheKeyAlone()
    {
        using var client = await fixture.Host.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", "YTpi");

        (await client.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_Nothing_Is401AndOffersBoth()
    {
        using var client = fixture.Host.Client();

        var response = await client.PostAsJsonAsync(Route, ApiHost.Booking());

        (await response.ProblemAsync(401)).GetProperty("detail").GetString()!.ShouldContain("neither key nor token");
        response.Headers.WwwAuthenticate.Select(h => h.Scheme).ShouldBe(["ApiKey", "Bearer"]);
    }

    [Fact]
    public async Task Put_AliasByToken_IsKeptWithWhoDidIt()
    {
        using var client = Client(fixture.Issuer.Token(["operate"]));
        var version = (await (await client.GetAsync("/api/v1/models")).JsonAsync()).GetProperty("models")[0].GetProperty("version").GetString();

        var moved = await client.PutAsJsonAsync("/api/v1/models/aliases/challenger", new { version, reason = "test" });

        moved.StatusCode.ShouldBe(HttpStatusCode.OK, await moved.Content.ReadAsStringAsync());
        (await moved.JsonAsync()).GetProperty("state").GetProperty("by").GetString().ShouldBe("anna@hotel.example (0f0e0d0c-0000-4000-8000-000000000001)");
    }

    [Fact]
    public async Task OpenApi_Operations_TakeEither()
    {
        using var client = fixture.Host.Client();

        var document = await (await client.GetAsync("/openapi/v1.json")).JsonAsync();

        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer");
        scheme.GetProperty("type").GetString().ShouldBe("http");
        scheme.GetProperty("scheme").GetString().ShouldBe("bearer");
        document.GetProperty("paths").GetProperty(Route).GetProperty("post").GetProperty("security").EnumerateArray()
            .Select(s => s.EnumerateObject().Single().Name).ShouldBe(["ApiKey", "Bearer"]);
    }

    [Fact]
    public async Task Ready_IssuerRead_SaysWhen()
    {
        using var client = fixture.Host.Client();
        (await Client(fixture.Issuer.Token()).PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await (await client.GetAsync("/health/ready")).JsonAsync()).GetProperty("issuerKeysLoaded").GetDateTimeOffset().ShouldBeGreaterThan(default);
    }

    private HttpClient Client(string token) => fixture.Host.Client().WithToken(token);
}

internal static class TokenClients
{
    public static HttpClient WithToken(this HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
