using System.Globalization;
using HotelCancellation.Serving;

namespace HotelCancellation.Api.Endpoints;

/// <summary>The answer of the liveness probe.</summary>
/// <param name="Status">Always <c>live</c>: a process that can say so is.</param>
/// <param name="CodeVersion">The version of the program.</param>
internal sealed record LiveAnswer(string Status, string CodeVersion);

/// <summary>The answer of the readiness probe. Times are UTC.</summary>
internal sealed record ReadyAnswer
{
    /// <summary><c>ready</c>, <c>degraded</c> (answers, but something is amiss), or <c>noModel</c> (cannot answer).</summary>
    public required string Status { get; init; }

    /// <summary>What is amiss, one sentence each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The model that answers, or null.</summary>
    public ReadyModel? Model { get; init; }

    /// <summary>How storage is.</summary>
    public required ReadyStorage Storage { get; init; }

    /// <summary>The version that was not let in, or null.</summary>
    public ReadyRefusal? LastRefusal { get; init; }

    /// <summary>When the API's keys were last read, or null where they never were.</summary>
    public DateTimeOffset? KeysLoaded { get; init; }

    /// <summary>When the signing keys of the tokens' issuer were last read; null where tokens are not accepted, or keys never were read.</summary>
    public DateTimeOffset? IssuerKeysLoaded { get; init; }

    /// <summary>Storage that takes longer than this to answer is spoken of. Its client asks again, and takes the better part of a minute to give it up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Reads the state of things.</summary>
    /// <param name="models">The active models.</param>
    /// <param name="now">The time.</param>
    /// <param name="keysLoaded">When keys were last read.</param>
    /// <param name="takesTokens">Whether tokens are accepted.</param>
    /// <param name="issuerKeysLoaded">When the signing keys of their issuer were last read.</param>
    /// <param name="endpoint">Storage's address, or null where the caller may not see it.</param>
    /// <param name="details">Whether the caller may see what storage said.</param>
    public static ReadyAnswer Of(ActiveModels models, DateTimeOffset now, DateTimeOffset? keysLoaded, bool takesTokens, DateTimeOffset? issuerKeysLoaded, Uri? endpoint, bool details)
    {
        var (champion, status) = (models.Champion, models.Status);
        var problems = new List<string>();
        var unreachableSince = status.StorageUnreachableSince ?? (now - status.StorageAskedSince > Patience ? status.StorageAskedSince : null);
        if (champion is null)
        {
            problems.Add("No model is loaded.");
        }

        if (unreachableSince is { } since)
        {
            problems.Add($"Storage has not answered since {since.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}.");
        }
        else if (status.LastError is not null)
        {
            problems.Add("Looking for a new model fails; the server's log has the cause.");
        }

        if (status.LastRefusal is { } refusal)
        {
            problems.Add($"Version {refusal.Version} is refused.");
        }

        if (keysLoaded is null)
        {
            problems.Add("The API's keys have not been read yet.");
        }

        if (takesTokens && issuerKeysLoaded is null)
        {
            problems.Add("The signing keys of the tokens' issuer have not been read yet.");
        }

        return new ReadyAnswer
        {
            Status = champion is null ? "noModel" : problems.Count > 0 ? "degraded" : "ready",
            Problems = problems,
            Model = champion is null ? null : ReadyModel.Of(champion.Manifest, status.Since),
            Storage = new ReadyStorage
            {
                Reachable = unreachableSince is null ? status.StorageReachable : false,
                UnreachableSince = unreachableSince,
                LastCheck = status.LastCheck,
                LastSuccess = status.LastSuccess,
                LastError = details ? status.LastError : null,
                Endpoint = endpoint?.GetLeftPart(UriPartial.Path),
            },
            LastRefusal = status.LastRefusal is { } r ? new ReadyRefusal(r.Version.Value, r.Reason, r.At) : null,
            KeysLoaded = keysLoaded,
            IssuerKeysLoaded = issuerKeysLoaded,
        };
    }
}

/// <summary>The model that answers.</summary>
internal sealed record ReadyModel
{
    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>Since when this process serves it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Rows it was trained on.</summary>
    public required long RowsTrained { get; init; }

    /// <summary>The first arrival of its data.</summary>
    public required DateOnly FirstArrival { get; init; }

    /// <summary>The last arrival of its data.</summary>
    public required DateOnly LastArrival { get; init; }

    /// <summary>Its metrics on rows that it was not trained on.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    public static ReadyModel Of(Registry.ModelManifest manifest, DateTimeOffset? since) => new()
    {
        Version = manifest.Version.Value,
        Since = since,
        Created = manifest.Created,
        RowsTrained = manifest.Data.RowsTrained,
        FirstArrival = manifest.Data.FirstArrival,
        LastArrival = manifest.Data.LastArrival,
        Metrics = manifest.Metrics,
    };
}

/// <summary>How storage is.</summary>
internal sealed record ReadyStorage
{
    /// <summary>Whether it answered when it was last asked, or has not for some seconds; null before the first time.</summary>
    public bool? Reachable { get; init; }

    /// <summary>Since when it has not answered.</summary>
    public DateTimeOffset? UnreachableSince { get; init; }

    /// <summary>When it was last asked.</summary>
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>When it last answered.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>What it failed with; for callers with the role <c>operate</c>.</summary>
    public string? LastError { get; init; }

    /// <summary>Its address; for callers with the role <c>operate</c>.</summary>
    public string? Endpoint { get; init; }
}

/// <summary>A version that was not let in.</summary>
/// <param name="Version">The version.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="At">When it was refused.</param>
internal sealed record ReadyRefusal(string Version, string Reason, DateTimeOffset At);
