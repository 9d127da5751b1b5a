using HotelCancellation.Model;
using HotelCancellation.Registry;

namespace HotelCancellation.Serving;

/// <summary>A version that was not let in.</summary>
/// <param name="Version">The version.</param>
/// <param name="Reason">What is wrong with it, in one sentence.</param>
/// <param name="At">When it was refused, UTC.</param>
public sealed record ModelRefusal(ModelVersion Version, string Reason, DateTimeOffset At);

/// <summary>What an operator needs to know of serving. Times are UTC.</summary>
public sealed record ServingStatus
{
    /// <summary>The champion that is being served, or null.</summary>
    public ModelVersion? Champion { get; init; }

    /// <summary>Since when it has been.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When a new champion was last looked for.</summary>
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>When storage last answered.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Whether storage answered when it was last asked; null before the first time.</summary>
    public bool? StorageReachable { get; init; }

    /// <summary>Since when storage is being asked, and has neither answered nor been given up; null while it is not.</summary>
    public DateTimeOffset? StorageAskedSince { get; init; }

    /// <summary>Since when storage has not answered; null while it does.</summary>
    public DateTimeOffset? StorageUnreachableSince { get; init; }

    /// <summary>What the last check failed with, whether storage or something else; null when it did not fail.</summary>
    public string? LastError { get; init; }

    /// <summary>The version that the alias points to and that was not let in; null while the champion is the one the alias points to.</summary>
    public ModelRefusal? LastRefusal { get; init; }
}

/// <summary>
/// The models that answer. A request reads <see cref="Champion"/> once and uses that bundle to its end, so that a swap
/// never mixes two models in one answer. Safe for many threads; only <see cref="ChampionWatcher"/> writes.
/// </summary>
public sealed class ActiveModels
{
    private volatile Snapshot _now = new(null, new ServingStatus());

    /// <summary>The bundle that answers, or null while there is none.</summary>
    public ModelBundle? Champion => _now.Champion;

    /// <summary>What an operator needs to know.</summary>
    public ServingStatus Status => _now.Status;

    /// <summary>Puts another state in place of the present one.</summary>
    internal void Set(ModelBundle? champion, ServingStatus status) => _now = new Snapshot(champion, status);

    private sealed record Snapshot(ModelBundle? Champion, ServingStatus Status);
}
