using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HotelCancellation.Api.Security;

/// <summary>
/// Authenticates by key, header <c>x-api-key</c> or its alias <c>x-functions-key</c>, or by a bearer token where tokens are
/// accepted. It is the bare interface rather than the base class because it runs on every request.
/// </summary>
internal sealed class CallerAuthentication(KeyCallers keys, TokenCallers tokens) : IAuthenticationHandler
{
    public const string Scheme = "Caller";
    private const string Realm = "realm=\"HotelCancellation\"";
    private static readonly Task<AuthenticateResult> None = Task.FromResult(AuthenticateResult.NoResult());
    private static readonly Refusal Both = new(ApiProblem.BadRequest($"The request has a key and a token; send either the header {KeyCallers.Header} or {TokenCallers.Header}."), null);
    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        var headers = _context.Request.Headers;
        var hasKey = headers.TryGetValue(KeyCallers.Header, out var key) || headers.TryGetValue(KeyCallers.HeaderAlias, out key);
        if (tokens.AreAccepted && TokenCallers.TryRead(headers.Authorization, out var token))
        {
            // Neither is taken: which of the two shall count is a guess that may give more than the caller meant to show.
            return hasKey ? Task.FromResult(Judge(new(Both))) : JudgeAsync(tokens.FindAsync(token, _context.RequestAborted));
        }

        return hasKey ? JudgeAsync(keys.FindAsync(key.ToString(), _context.RequestAborted)) : None;
    }

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        var refusal = _context.Features.Get<Refusal>() ?? new Refusal(ApiProblem.Unauthorized(
            tokens.AreAccepted ? $"The request has neither key nor token; send a key in the header {KeyCallers.Header}, or a token in {TokenCallers.Header}."
            : $"The request has no key; send it in the header {KeyCallers.Header}."), null);
        if (refusal.Problem.Status == StatusCodes.Status401Unauthorized)
        {
            _context.Response.Headers.WWWAuthenticate = Challenges(refusal.TokenError);
        }

        return refusal.Problem.ExecuteAsync(_context);
    }

    public Task ForbidAsync(AuthenticationProperties? properties) =>
        ApiProblem.Of(403, "Not allowed", "The caller may not do this.").ExecuteAsync(_context);

    private StringValues Challenges(string? tokenError)
    {
        var key = $"{KeyCallers.Challenge} {Realm}, header=\"{KeyCallers.Header}\"";
        return tokens.AreAccepted ? new StringValues([key, $"{TokenCallers.Challenge} {Realm}{(tokenError is null ? "" : $", error=\"{tokenError}\"")}"]) : key;
    }

    private Task<AuthenticateResult> JudgeAsync(ValueTask<CallerVerdict> verdict) =>
        verdict.IsCompletedSuccessfully ? Task.FromResult(Judge(verdict.Result)) : WaitAsync(verdict);

    private async Task<AuthenticateResult> WaitAsync(ValueTask<CallerVerdict> verdict) => Judge(await verdict);

    private AuthenticateResult Judge(CallerVerdict verdict)
    {
        if (verdict.Caller is { } caller)
        {
            return caller.Ticket;
        }

        _context.Features.Set(verdict.Refusal);
        return AuthenticateResult.Fail("The caller was refused.");
    }
}
