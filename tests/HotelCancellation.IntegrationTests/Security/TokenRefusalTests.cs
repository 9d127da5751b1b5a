using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using HotelCancellation.IntegrationTests.Api;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace HotelCancellation.IntegrationTests.Security;

/// <summary>Tokens that are not what they should be.</summary>
public sealed class TokenRefusalTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private const string Route = "/api/v1/predictions";
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string> Kinds => new()
    {
        { "expired", "has expired" },
        { "not-yet", "not valid yet" },
        { "endless", "has no end" },
        { "audience", "another audience" },
        { "no-audience", "another audience" },
        { "issuer", "another issuer" },
        { "other-tenant", "another issuer" },
        { "unsigned", "signature is not valid" },
        { "public-key-as-secret", "signature is not valid" },
        { "unknown-algorithm", "signature is not valid" },
        { "tampered", "signature is not valid" },
        { "cut", "signature is not valid" },
        { "other-key-same-name", "signature is not valid" },
        { "other-key", "not the issuer's" },
        { "brings-its-key", "not the issuer's" },
        { "no-key-name", "not the issuer's" },
        { "no-subject", "does not name its subject" },
        { "nonsense", "cannot be read" },
        { "empty", "cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Post_TokenThatIsWrong_Is401AndSaysWhy(string kind, string why)
    {
        var token = Make(kind);
        using var client = fixture.Host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        var response = await client.PostAsJsonAsync(Route, ApiHost.Booking());

        (await response.ProblemAsync(401)).GetProperty("detail").GetString()!.ShouldContain(why);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("Bearer realm=\"HotelCancellation\", error=\"invalid_token\"");
    }

    [Fact]
    public async Task Post_WithinTheClockSkew_IsAnswered()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var (from, to) in new[] { (now - TimeSpan.FromHours(1), now - (Skew / 2)), (now + (Skew / 2), now + TimeSpan.FromHours(1)) })
        {
            using var client = fixture.Host.Client().WithToken(fixture.Issuer.Token(change: t => (t.NotBefore, t.Expires) = (from, to)));

            (await client.PostAsJsonAsync(Route, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Post_RightAndWrongTokens_AreNeitherLoggedNorRepeated()
    {
        var settings = await TokenFixture.SettingsAsync(fixture.Issuer);
        settings["Logging:LogLevel:Default"] = settings["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace";
        await using var host = await ApiHost.StartAsync(settings);
        using var lines = new Lines();
        host.Get<ILoggerFactory>().AddProvider(lines);

        foreach (var kind in Kinds.Select(k => (string)k[0]).Where(k => k != "empty").Prepend("right"))
        {
            var token = kind == "right" ? fixture.Issuer.Token() : Make(kind);
            using var client = host.Client();
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            var response = await client.PostAsJsonAsync(Route, ApiHost.Booking());

            var said = $"{await response.Content.ReadAsStringAsync()} {response.Headers} {string.Join('\n', lines.All)}";
            lines.All.ShouldNotBeEmpty();
            token.Split('.').Where(part => part.Length > 0).ShouldAllBe(part => !said.Contains(part), kind);
        }
    }

    private string Make(string kind)
    {
        var issuer = fixture.Issuer;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var other = TokenIssuer.NewKey();
        switch (kind)
        {
            case "expired": return issuer.Token(change: t => (t.NotBefore, t.Expires) = (now.AddHours(-1), now - Skew - Skew));
            case "not-yet": return issuer.Token(change: t => t.NotBefore = now + Skew + Skew);
            case "endless": return issuer.Token(change: t => t.Expires = null);
            case "audience": return issuer.Token(change: t => t.Audience = "https://graph.microsoft.com");
            case "no-audience": return issuer.Token(change: t => t.Audience = null);
            case "issuer": return issuer.Token(change: t => t.Issuer = "https://issuer.example/");
            case "other-tenant": return issuer.Token(change: t => t.Issuer = issuer.Authority.Replace("tenant", "other", StringComparison.Ordinal));
            case "unsigned": return issuer.Token(change: t => t.SigningCredentials = null);
            case "public-key-as-secret":
                var secret = new SymmetricSecurityKey(Encoding.ASCII.GetBytes(issuer.Key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = issuer.Key.KeyId };
                return issuer.Token(change: t => t.SigningCredentials = new SigningCredentials(secret, SecurityAlgorithms.HmacSha256));
            case "unknown-algorithm":
                var rsa = issuer.Token().Split('.');
                return string.Join('.', Base64UrlEncoder.Encode($$"""{"alg":"XX256","typ":"JWT","kid":"{{issuer.Key.KeyId}}"}"""), rsa[1], rsa[2]);
            case "tampered":
                var (mine, admins) = (issuer.Token().Split('.'), issuer.Token(["admin"]).Split('.'));
                return string.Join('.', mine[0], admins[1], mine[2]);
            case "cut": return issuer.Token()[..^8];
            case "other-key-same-name": return issuer.Token(change: t => t.SigningCredentials = new SigningCredentials(new RsaSecurityKey(other.Rsa) { KeyId = issuer.Key.KeyId }, SecurityAlgorithms.RsaSha256));
            case "other-key": return issuer.Token(change: t => t.SigningCredentials = new SigningCredentials(other, SecurityAlgorithms.RsaSha256));
            case "brings-its-key":
                return issuer.Token(change: t =>
                {
                    var own = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(other.Rsa.ExportParameters(false)));
                    t.AdditionalHeaderClaims = new Dictionary<string, object>(StringComparer.Ordinal) { ["jwk"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["kty"] = "RSA", ["n"] = own.N, ["e"] = own.E } };
                    t.SigningCredentials = new SigningCredentials(other, SecurityAlgorithms.RsaSha256);
                });
            case "no-key-name": return issuer.Token(change: t => t.SigningCredentials = new SigningCredentials(new RsaSecurityKey(issuer.Key.Rsa), SecurityAlgorithms.RsaSha256));
            case "no-subject": return issuer.Token(change: t => new[] { "oid", "sub" }.ToList().ForEach(c => t.Claims.Remove(c)));
            case "nonsense": return "bm9uc2Vuc2UgLSAx.bm9uc2Vuc2UgLSAy.bm9uc2Vuc2UgLSAz";
            case "empty": return "";
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind.");
        }
    }

    /// <summary>All that is logged, exceptions among it.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
