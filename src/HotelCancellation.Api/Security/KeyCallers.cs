using System.Runtime.CompilerServices;
using HotelCancellation.Api.Problems;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Security;

/// <summary>Callers by their keys. A known key costs two look-ups and one SHA-256.</summary>
internal sealed class KeyCallers(ApiKeyRing ring)
{
    /// <summary>The scheme's name in challenges and in the contract.</summary>
    public const string Challenge = "ApiKey";
    public const string Header = "x-api-key";
    public const string HeaderAlias = "x-functions-key";
    private const int RetrySeconds = 5;
    private static readonly ConditionalWeakTable<ApiKey, Caller> Callers = [];

    public ValueTask<CallerVerdict> FindAsync(string text, CancellationToken cancellationToken)
    {
        var lookup = ring.FindAsync(text, cancellationToken);
        return lookup.IsCompletedSuccessfully ? new(Judge(lookup.Result)) : JudgeAsync(lookup);
    }

    /// <summary>The caller of a request that shows one key and nothing else, where it can be told without waiting that the key is valid; null for everybody else.</summary>
    public Caller? Known(IHeaderDictionary headers)
    {
        if (headers.Authorization.Count > 0 || (!headers.TryGetValue(Header, out var key) && !headers.TryGetValue(HeaderAlias, out key)))
        {
            return null;
        }

        return ring.FindKnown(key.ToString()) is { } lookup ? Judge(lookup).Caller : null;
    }

    private static async ValueTask<CallerVerdict> JudgeAsync(ValueTask<KeyLookup> lookup) => Judge(await lookup);

    private static CallerVerdict Judge(KeyLookup lookup) => lookup switch
    {
        { Verdict: KeyVerdict.Valid, Key: { } key } => new(Callers.GetValue(key, static k => new Caller(k))),
        { Verdict: KeyVerdict.Unchecked } => new(new Refusal(ApiProblem.Unavailable("Keys cannot be checked now, since storage does not answer or too many unknown ones are being looked up; try again later.", RetrySeconds), null)),
        { Verdict: KeyVerdict.Expired } => Unknown("The key has expired."),
        { Verdict: KeyVerdict.Revoked } => Unknown("The key has been revoked."),
        _ => Unknown("The key is not known."),
    };

    private static CallerVerdict Unknown(string detail) => new(new Refusal(ApiProblem.Unauthorized(detail), null));
}
