using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>The names that may point to a version.</summary>
public static class ModelAlias
{
    /// <summary>The model that answers.</summary>
    public const string Champion = "champion";

    /// <summary>The model that may become the champion.</summary>
    public const string Challenger = "challenger";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Champion, Challenger];
}

/// <summary>Where an alias points.</summary>
/// <param name="Alias">The alias.</param>
/// <param name="Version">The version.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="By">Who moved it there.</param>
/// <param name="Reason">Why.</param>
/// <param name="Sequence">How often it was moved, from 1.</param>
/// <param name="Tag">Changes with every move; hand it back to move the alias only if nobody else has.</param>
public sealed record AliasState(string Alias, ModelVersion Version, DateTimeOffset Since, string By, string Reason, long Sequence, string Tag)
{
    /// <summary>The tag of an alias that does not exist yet.</summary>
    public const string NoTag = "";

    /// <summary>The SHA-256 of the version's manifest, so that a host need not look it up; null in moves that were written before it was kept.</summary>
    public string? ManifestSha256 { get; init; }
}

/// <summary>One move of an alias. Written with the move itself, in one transaction, and never changed.</summary>
/// <param name="Alias">The alias.</param>
/// <param name="Sequence">1 for its first move.</param>
/// <param name="Version">Where it was moved to.</param>
/// <param name="From">Where it pointed before, or null for the first move.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who moved it.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsRollback">Whether it was moved back.</param>
public sealed record AliasHistoryEntry(
    string Alias, long Sequence, ModelVersion Version, ModelVersion? From, DateTimeOffset At, string By, string Reason, bool IsRollback)
{
    /// <summary>The SHA-256 of the version's manifest; null in moves that were written before it was kept.</summary>
    public string? ManifestSha256 { get; init; }
}

/// <summary>How an attempt to move an alias ended.</summary>
public enum AliasMoveResult
{
    /// <summary>It was moved.</summary>
    Moved,

    /// <summary>It already pointed there.</summary>
    Unchanged,

    /// <summary>Somebody else moved it meanwhile, or the expected tag is not its tag.</summary>
    Conflict,

    /// <summary>The version is not registered.</summary>
    UnknownVersion,

    /// <summary>There is no such alias.</summary>
    UnknownAlias,

    /// <summary>There is no earlier version to go back to.</summary>
    NoPrevious,
}

/// <summary>How an attempt to move an alias ended.</summary>
/// <param name="Result">How.</param>
/// <param name="State">Where the alias points now; null where it points nowhere.</param>
/// <param name="Message">The same in a sentence.</param>
public sealed record AliasMove(AliasMoveResult Result, AliasState? State, string Message)
{
    /// <summary>Whether the alias now points where it should.</summary>
    public bool Succeeded => Result is AliasMoveResult.Moved or AliasMoveResult.Unchanged;
}
