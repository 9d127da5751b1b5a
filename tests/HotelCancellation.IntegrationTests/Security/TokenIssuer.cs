using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HotelCancellation.IntegrationTests.Security;

/// <summary>An issuer of tokens as Entra ID is one: metadata and RSA keys over HTTP on a loopback port, and tokens of versions 1 and 2.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "api://hotelcancellation";
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly WebApplication _app;
    private readonly List<RsaSecurityKey> _published = [];
    private int _readings;

    private TokenIssuer(WebApplication app) => (_app, Key) = (app, NewKey());

    /// <summary>For <c>Access:Tokens:Authority</c>.</summary>
    public string Authority => $"{_app.Urls.Single()}/tenant/v2.0";

    /// <summary>The issuer of tokens of version 1, whose metadata are elsewhere.</summary>
    public string IssuerV1 => $"{_app.Urls.Single()}/sts/tenant/";

    /// <summary>The key that tokens are signed with.</summary>
    public RsaSecurityKey Key { get; private set; }

    /// <summary>How often the metadata were asked for.</summary>
    public int Readings => Volatile.Read(ref _readings);

    /// <summary>Whether it breaks connections off instead of answering.</summary>
    public bool IsDown { get; set; }

    /// <summary>A secret among its keys, which no issuer should have there, or null.</summary>
    public SymmetricSecurityKey? Secret { get; set; }

    /// <summary>What it answers instead of its metadata, or null.</summary>
    public string? Metadata { get; set; }

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new TokenIssuer(app);
        issuer._published.Add(issuer.Key);
        app.MapGet("/tenant/v2.0/.well-known/openid-configuration", issuer.Describe);
        app.MapGet("/keys", issuer.Keys);
        await app.StartAsync();
        return issuer;
    }

    public static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    /// <summary>Signs with another key from now on.</summary>
    /// <param name="publish">Whether its metadata have it.</param>
    /// <param name="withdraw">Whether they have the others no longer.</param>
    public void Rotate(bool publish = true, bool withdraw = false)
    {
        Key = NewKey();
        lock (_published)
        {
            if (withdraw)
            {
                _published.Clear();
            }

            if (publish)
            {
                _published.Add(Key);
            }
        }
    }

    /// <summary>Settings of a host that accepts its tokens.</summary>
    public void AcceptedBy(IDictionary<string, string?> settings)
    {
        settings["Access:Tokens:Authority"] = Authority;
        settings["Access:Tokens:Issuers"] = IssuerV1;
        settings["Access:Tokens:Audiences"] = $"11111111-2222-3333-4444-555555555555, {Audience}";
        settings["Access:Tokens:UnknownKeySeconds"] = "3600";
    }

    /// <summary>A token of version 2 for a caller with some roles, or what a test makes of it.</summary>
    public string Token(string[]? roles = null, Action<SecurityTokenDescriptor>? change = null, string subject = "0f0e0d0c-0000-4000-8000-000000000001")
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddHours(1),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["oid"] = subject,
                ["sub"] = $"pairwise-{subject}",
                ["preferred_username"] = "anna@hotel.example",
                ["ver"] = "2.0",
                ["roles"] = roles ?? ["predict"],
            },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return Handler.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task Describe(HttpContext context)
    {
        Interlocked.Increment(ref _readings);
        return AnswerAsync(context, Metadata ?? $$"""{"issuer":"{{Authority}}","jwks_uri":"{{_app.Urls.Single()}}/keys","id_token_signing_alg_values_supported":["RS256"]}""");
    }

    private Task Keys(HttpContext context)
    {
        lock (_published)
        {
            return AnswerAsync(context, $$"""{"keys":[{{string.Join(',', [.. _published.Select(Describe), .. Secret is { } s ? [Describe(s)] : Array.Empty<string>()])}}]}""");
        }
    }

    private static string Describe(SymmetricSecurityKey key) => $$"""{"kty":"oct","use":"sig","kid":"{{key.KeyId}}","k":"{{Base64UrlEncoder.Encode(key.Key)}}"}""";

    private static string Describe(RsaSecurityKey key)
    {
        var numbers = key.Rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"{{key.KeyId}}","n":"{{Base64UrlEncoder.Encode(numbers.Modulus)}}","e":"{{Base64UrlEncoder.Encode(numbers.Exponent)}}"}""";
    }

    private Task AnswerAsync(HttpContext context, string json)
    {
        if (IsDown)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json)).AsTask();
    }
}
