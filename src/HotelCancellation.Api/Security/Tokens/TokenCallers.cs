using HotelCancellation.Api.Problems;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HotelCancellation.Api.Security.Tokens;

/// <summary>Callers by their tokens. The library checks a token; nothing of one is ever logged or repeated.</summary>
internal sealed class TokenCallers(IssuerKeys issuer, IOptions<TokenOptions> options)
{
    /// <summary>The scheme's name in challenges and in the contract.</summary>
    public const string Challenge = "Bearer";
    public const string Header = "Authorization: Bearer";
    private const string InvalidToken = "invalid_token";
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };
    private readonly TokenClaims _claims = new(options.Value);

    /// <summary>Whether tokens are accepted at all.</summary>
    public bool AreAccepted { get; } = options.Value.AreAccepted;

    /// <summary>Reads the token of a header. False where the header is missing or of another scheme.</summary>
    public static bool TryRead(StringValues header, out string token)
    {
        var text = header.ToString();
        var isOne = text.StartsWith(Challenge, StringComparison.OrdinalIgnoreCase) && (text.Length == Challenge.Length || text[Challenge.Length] == ' ');
        token = isOne ? text[Challenge.Length..].Trim() : "";
        return isOne;
    }

    public async ValueTask<CallerVerdict> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (issuer.Rules is null && !await issuer.RenewAsync(cancellationToken))
        {
            return Unchecked();
        }

        var result = await Handler.ValidateTokenAsync(token, issuer.Rules);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            if (!await issuer.RenewAsync(cancellationToken))
            {
                return Unchecked();
            }

            result = await Handler.ValidateTokenAsync(token, issuer.Rules);
        }

        return !result.IsValid ? Refused(Reason(result.Exception))
            : _claims.Read((JsonWebToken)result.SecurityToken) is { } caller ? new(caller)
            : Refused("The token does not name its subject.");
    }

    /// <summary>The signature is checked first, so that the other reasons are told to nobody but those who hold a token of the issuer.</summary>
    private static string Reason(Exception exception) => exception switch
    {
        SecurityTokenSignatureKeyNotFoundException => "The token is signed with a key that is not the issuer's.",
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => "The token's signature is not valid.",
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenNoExpirationException => "The token has no end.",
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        SecurityTokenInvalidIssuerException => "The token is of another issuer.",
        _ => "The token cannot be read.",
    };

    private static CallerVerdict Refused(string detail) => new(new Refusal(ApiProblem.Unauthorized(detail), InvalidToken));

    private CallerVerdict Unchecked() => new(new Refusal(
        ApiProblem.Unavailable("Tokens of this issuer cannot be checked, since it does not answer; try again later.", options.Value.UnknownKeySeconds), null));
}
