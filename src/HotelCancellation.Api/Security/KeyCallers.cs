using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HotelCancellation.Api.Problems;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Security;

/// <summary>Callers by their keys. A known key costs two look-ups and one SHA-256, the first time on a connection.</summary>
internal sealed class KeyCallers(ApiKeyRing ring)
{
    /// <summary>The scheme's name in challenges and in the contract.</summary>
    public const string Challenge = "ApiKey";
    public const string Header = "x-api-key";
    public const string HeaderAlias = "x-functions-key";
    private const int RetrySeconds = 5;
    private static readonly ConditionalWeakTable<ApiKey, Caller> Callers = [];
    private static readonly object Slot = new();

    public ValueTask<CallerVerdict> FindAsync(string text, CancellationToken cancellationToken)
    {
        var lookup = ring.FindAsync(text, cancellationToken);
        return lookup.IsCompletedSuccessfully ? new(Judge(lookup.Result)) : JudgeAsync(lookup);
    }

    /// <summary>
    /// The caller of a request that shows one key and nothing else, where it can be told without waiting that the key is valid; null for everybody else. On a connection that shows the same key again,
    /// it is compared with the one before instead of being hashed, until keys are read again.
    /// </summary>
    public Caller? Known(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.Authorization.Count > 0 || (!headers.TryGetValue(Header, out var key) && !headers.TryGetValue(HeaderAlias, out key)))
        {
            return null;
        }

        var text = key.ToString();
        // Of HTTP/1.1 alone, where a connection has one request at a time: what belongs to the connection is not safe for several.
        var items = HttpProtocol.IsHttp11(context.Request.Protocol) ? context.Features.Get<IConnectionItemsFeature>()?.Items : null;
        if (items is not null && items.TryGetValue(Slot, out var slot) && slot is Shown shown && shown.Is(text) && ring.StillHolds(shown.Key, shown.Reading))
        {
            return shown.Caller;
        }

        var reading = ring.Reading;
        if (ring.FindKnown(text) is not { } lookup || Judge(lookup).Caller is not { } caller)
        {
            return null;
        }

        items?[Slot] = new Shown(text, lookup.Key!, caller, reading);
        return caller;
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

    /// <summary>What a connection showed last, and was let in with.</summary>
    private sealed record Shown(string Text, ApiKey Key, Caller Caller, object? Reading)
    {
        /// <summary>In constant time, since a proxy may bring several callers over one connection.</summary>
        public bool Is(string text) => CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(text.AsSpan()), MemoryMarshal.AsBytes(Text.AsSpan()));
    }
}
