using HotelCancellation.Api.Problems;

namespace HotelCancellation.Api.Security;

/// <summary>What was made of a key or a token: a caller, or why there is none.</summary>
internal readonly struct CallerVerdict
{
    public CallerVerdict(Caller caller) => Caller = caller;

    public CallerVerdict(Refusal refusal) => Refusal = refusal;

    public Caller? Caller { get; }

    public Refusal? Refusal { get; }
}

/// <summary>Why a caller is not let in.</summary>
/// <param name="Problem">The answer.</param>
/// <param name="TokenError">The error code of RFC 6750 where a token was refused, or null.</param>
internal sealed record Refusal(ApiProblem Problem, string? TokenError);
