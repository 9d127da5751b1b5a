namespace HotelCancellation.Validation.Drops;

/// <summary>How a look for dropped files ended.</summary>
public enum DropRunResult
{
    /// <summary>What could be taken was taken.</summary>
    Done,

    /// <summary>Another process is at it.</summary>
    Busy,

    /// <summary>Another process has the lease now. Nothing is lost; the next run goes on.</summary>
    Conflict,
}

/// <summary>What a look for dropped files came to.</summary>
public sealed record DropSummary
{
    /// <summary>How it ended.</summary>
    public required DropRunResult Result { get; init; }

    /// <summary>What became of the files that were dealt with, in their order.</summary>
    public IReadOnlyList<DropResult> Files { get; init; } = [];

    /// <summary>Files that may still grow, or were changed while they were read: the next run looks again.</summary>
    public int Waiting { get; init; }

    /// <summary>Files that were removed since their time was over.</summary>
    public int Removed { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Files.Count} files, {Files.Sum(f => f.Accepted)} rows accepted, {Files.Sum(f => f.Duplicates)} there before, {Files.Sum(f => f.Quarantined)} quarantined; {Waiting} files wait, {Removed} removed");
}
