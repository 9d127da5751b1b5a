using System.Net;
using System.Net.Http.Json;
using System.Text;
using HotelCancellation.Api.Security.Tokens;
using HotelCancellation.IntegrationTests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace HotelCancellation.IntegrationTests.Security;

/// <summary>The issuer changes its keys, and is not always there.</summary>
public sealed class TokenKeyTests
{
    private const string Route = "/api/v1/predictions";

    [Fact]
    public async Task Post_KeyThatIsNew_IsReadOnceAndKnown()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var host = await ApiHost.StartAsync(await TokenFixture.SettingsAsync(issuer));
        (await PostAsync(host, issuer.Token())).StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = issuer.Readings;
        issuer.Rotate();

        (await PostAsync(host, issuer.Token())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(host, issuer.Token())).StatusCode.ShouldBe(HttpStatusCode.OK);

        (issuer.Readings - before).ShouldBe(1);
    }

    [Fact]
    public async Task Post_TokensMadeUp_DoNotReachTheIssuer()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var host = await ApiHost.StartAsync(await TokenFixture.SettingsAsync(issuer), withModel: false);
        await host.Get<IssuerKeys>().ReadAsync();
        var before = issuer.Readings;
        issuer.Rotate(publish: false);

        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => PostAsync(host, issuer.Token()))))
        {
            await answer.ProblemAsync(401);
        }

        (issuer.Readings - before).ShouldBe(1);
    }

    [Fact]
    public async Task Post_IssuerGone_KnownKeysStayAndOthersAre503()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var host = await ApiHost.StartAsync(await TokenFixture.SettingsAsync(issuer));
        var known = issuer.Token();
        (await PostAsync(host, known)).StatusCode.ShouldBe(HttpStatusCode.OK);

        issuer.IsDown = true;
        (await host.Get<IssuerKeys>().ReadAsync()).ShouldBeFalse();
        issuer.Rotate();

        (await PostAsync(host, known)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var unknown = await PostAsync(host, issuer.Token());
        (await unknown.ProblemAsync(503)).GetProperty("detail").GetString()!.ShouldContain("cannot be checked");
        unknown.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Post_IssuerNeverThere_Is503AndKeysOfOurOwnWork()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        issuer.IsDown = true;
        await using var host = await ApiHost.StartAsync(await TokenFixture.SettingsAsync(issuer));
        using var keyed = await host.ClientAsync();

        (await (await PostAsync(host, issuer.Token())).ProblemAsync(503)).GetProperty("detail").GetString()!.ShouldContain("cannot be checked");
        (await keyed.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await (await keyed.GetAsync("/health/ready")).JsonAsync();
        ready.GetProperty("status").GetString().ShouldBe("degraded");
        ready.GetProperty("problems")[0].GetString()!.ShouldContain("issuer");
    }

    [Fact]
    public async Task Read_KeyWithdrawn_IsRefused()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var host = await ApiHost.StartAsync(await TokenFixture.SettingsAsync(issuer));
        var withdrawn = issuer.Token();
        (await PostAsync(host, withdrawn)).StatusCode.ShouldBe(HttpStatusCode.OK);

        issuer.Rotate(withdraw: true);
        (await host.Get<IssuerKeys>().ReadAsync()).ShouldBeTrue();

        await (await PostAsync(host, withdrawn)).ProblemAsync(401);
        (await PostAsync(host, issuer.Token())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_SecretAmongTheIssuersKeys_SignsNothing()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        issuer.Secret = new SymmetricSecurityKey(Encoding.ASCII.GetBytes(new string('s', 64))) { KeyId = "shared" };
        await using var host = await ApiHost.StartAsync(await TokenFixture.SettingsAsync(issuer));
        (await PostAsync(host, issuer.Token())).StatusCode.ShouldBe(HttpStatusCode.OK);

        var token = issuer.Token(change: t => t.SigningCredentials = new SigningCredentials(issuer.Secret, SecurityAlgorithms.HmacSha256));

        await (await PostAsync(host, token)).ProblemAsync(401);
        host.Get<IssuerKeys>().Rules!.ValidAlgorithms.ShouldAllBe(a => !a.StartsWith("HS"));
    }

    [Theory]
    [InlineData("""{"issuer":"https://issuer.example","jwks_uri":""}""")]
    [InlineData("""{"jwks_uri":"KEYS"}""")]
    [InlineData("""{"issuer":"https://issuer.example","jwks_uri":"https://127.0.0.1:1/keys"}""")]
    [InlineData("<html>maintenance</html>")]
    [InlineData("")]
    public async Task Read_MetadataOfNoUse_KeepTheKeysThatAreKnown(string metadata)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var keys = Keys(issuer, new FakeTimeProvider());
        (await keys.Keys.ReadAsync()).ShouldBeTrue();
        var rules = keys.Keys.Rules;

        issuer.Metadata = metadata.Replace("KEYS", issuer.Authority.Replace("tenant/v2.0", "keys", StringComparison.Ordinal), StringComparison.Ordinal);

        (await keys.Keys.ReadAsync()).ShouldBeFalse();
        keys.Keys.Rules.ShouldBeSameAs(rules);
    }

    [Fact]
    public async Task Renew_AskedAgainAndAgain_ReadsOnceInAnInterval()
    {
        var time = new FakeTimeProvider();
        await using var issuer = await TokenIssuer.StartAsync();
        using var keys = Keys(issuer, time);

        for (var interval = 1; interval <= 3; interval++)
        {
            for (var i = 0; i < 5; i++)
            {
                (await keys.Keys.RenewAsync(default)).ShouldBeTrue();
            }

            issuer.Readings.ShouldBe(interval);
            time.Advance(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task Execute_OnItsOwn_ReadsAsOftenAsTheSettingSaysAndSoonerAfterAFailure()
    {
        var time = new FakeTimeProvider();
        await using var issuer = await TokenIssuer.StartAsync();
        issuer.IsDown = true;
        using var keys = Keys(issuer, time);

        await keys.Keys.StartAsync(default);
        await UntilAsync(time, TimeSpan.Zero, () => issuer.Readings == 1);
        issuer.IsDown = false;
        await UntilAsync(time, TimeSpan.FromSeconds(30), () => keys.Keys.Rules is not null);
        var read = keys.Keys.LoadedAt;
        await UntilAsync(time, TimeSpan.FromSeconds(600), () => keys.Keys.LoadedAt > read);
        await keys.Keys.StopAsync(default);

        (keys.Keys.LoadedAt - read)!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(600));
    }

    /// <summary>Goes on by steps until something has happened; HTTP takes its own time whatever the clock says.</summary>
    private static async Task UntilAsync(FakeTimeProvider time, TimeSpan step, Func<bool> happened)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!happened())
        {
            time.Advance(step);
            await Task.Delay(20, limit.Token);
        }
    }

    private static Reader Keys(TokenIssuer issuer, FakeTimeProvider time)
    {
        var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var options = new TokenOptions { Authority = issuer.Authority, Audiences = TokenIssuer.Audience, RefreshSeconds = 600, UnknownKeySeconds = 30, TimeoutSeconds = 60 };
        return new Reader(services, new IssuerKeys(services.GetRequiredService<IHttpClientFactory>(), Options.Create(options), time, NullLogger<IssuerKeys>.Instance));
    }

    private static async Task<HttpResponseMessage> PostAsync(ApiHost host, string token)
    {
        using var client = host.Client().WithToken(token);
        return await client.PostAsJsonAsync(Route, ApiHost.Booking());
    }

    private sealed record Reader(ServiceProvider Services, IssuerKeys Keys) : IDisposable
    {
        public void Dispose()
        {
            Keys.Dispose();
            Services.Dispose();
        }
    }
}
