using System.Runtime.CompilerServices;
using HotelCancellation.Api.Problems;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Security;

/// <summary>
/// Authenticates by key, header <c>x-api-key</c> or its alias <c>x-functions-key</c>. It is the bare interface rather than
/// the base class because it runs on every request: a known key costs two look-ups and one SHA-256.
/// </summary>
internal sealed class ApiKeyAuthentication(ApiKeyRing ring) : IAuthenticationHandler
{
    public const string Scheme = "ApiKey";
    public const string Header = "x-api-key";
    public const string HeaderAlias = "x-functions-key";
    private const int KeyRetrySeconds = 5;
    private static readonly ConditionalWeakTable<ApiKey, AuthenticateResult> Tickets = [];
    private static readonly Task<AuthenticateResult> None = Task.FromResult(AuthenticateResult.NoResult());
    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        var headers = _context.Request.Headers;
        if (!headers.TryGetValue(Header, out var given) && !headers.TryGetValue(HeaderAlias, out given))
        {
            return None;
        }

        var lookup = ring.FindAsync(given.ToString(), _context.RequestAborted);
        return lookup.IsCompletedSuccessfully ? Task.FromResult(Judge(lookup.Result)) : JudgeAsync(lookup);
    }

    public Task ChallengeAsync(AuthenticationProperties? properties) =>
        (_context.Features.Get<RefusedKey>()?.Verdict switch
        {
            KeyVerdict.Unchecked => ApiProblem.Unavailable("Keys cannot be checked, since storage does not answer; try again later.", KeyRetrySeconds),
            KeyVerdict.Expired => Unknown("The key has expired."),
            KeyVerdict.Revoked => Unknown("The key has been revoked."),
            KeyVerdict.Unknown => Unknown("The key is not known."),
            _ => Unknown($"The request has no key; send it in the header {Header}."),
        }).ExecuteAsync(_context);

    public Task ForbidAsync(AuthenticationProperties? properties) =>
        ApiProblem.Of(403, "Not allowed", "The key does not allow this.").ExecuteAsync(_context);

    private ApiProblem Unknown(string detail)
    {
        _context.Response.Headers.WWWAuthenticate = $"{Scheme} realm=\"HotelCancellation\", header=\"{Header}\"";
        return ApiProblem.Unauthorized(detail);
    }

    private async Task<AuthenticateResult> JudgeAsync(ValueTask<KeyLookup> lookup) => Judge(await lookup);

    private AuthenticateResult Judge(KeyLookup lookup)
    {
        if (lookup is { Verdict: KeyVerdict.Valid, Key: { } key })
        {
            return Tickets.GetValue(key, static k => AuthenticateResult.Success(new AuthenticationTicket(new Caller(k), Scheme)));
        }

        _context.Features.Set(new RefusedKey(lookup.Verdict));
        return AuthenticateResult.Fail("The key was refused.");
    }

    private sealed record RefusedKey(KeyVerdict Verdict);
}
