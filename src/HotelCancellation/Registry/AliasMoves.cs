using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>The rules of moving an alias, over <see cref="TableAliases"/>.</summary>
internal sealed class AliasMoves(TableAliases aliases, TableVersions versions, TimeProvider time)
{
    public async Task<AliasMove> MoveAsync(
        string alias, ModelVersion version, string? expectedTag, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (!ModelAlias.All.Contains(alias, StringComparer.Ordinal))
        {
            return new AliasMove(AliasMoveResult.UnknownAlias, null, $"There is no alias '{alias}'. Allowed: {string.Join(", ", ModelAlias.All)}.");
        }

        if (await versions.ManifestHashAsync(version, cancellationToken) is not { } manifestSha256)
        {
            return new AliasMove(AliasMoveResult.UnknownVersion, null, $"Version '{version}' is not registered.");
        }

        var before = await aliases.GetAsync(alias, cancellationToken);
        if (expectedTag is not null && expectedTag != (before?.Tag ?? AliasState.NoTag))
        {
            return Conflict(before, alias);
        }

        return before?.Version == version
            ? new AliasMove(AliasMoveResult.Unchanged, before, $"'{alias}' already points to {version}.")
            : await WriteAsync(before, version, manifestSha256, alias, by, reason, isRollback: false, cancellationToken);
    }

    public async Task<AliasMove> RollbackAsync(string alias, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);

        // The state before the history: if the alias moves in between, its tag no longer fits and nothing is written.
        var before = await aliases.GetAsync(alias, cancellationToken);
        var history = await aliases.HistoryAsync(alias, cancellationToken);
        return before is null || Previous(history) is not { } previous
            ? new AliasMove(AliasMoveResult.NoPrevious, before, $"There is no earlier version for '{alias}' to go back to.")
            : await WriteAsync(before, previous, await versions.ManifestHashAsync(previous, cancellationToken), alias, by, reason, isRollback: true, cancellationToken);
    }

    /// <summary>
    /// The version to go back to. A rollback undoes the last move that has not been undone, so that a second one goes one
    /// further back and never forward to what was rolled back before.
    /// </summary>
    internal static ModelVersion? Previous(IEnumerable<AliasHistoryEntry> history)
    {
        var moves = new Stack<ModelVersion>();
        foreach (var entry in history)
        {
            if (!entry.IsRollback)
            {
                moves.Push(entry.Version);
            }
            else
            {
                moves.TryPop(out _);
            }
        }

        return moves.TryPop(out _) && moves.TryPeek(out var previous) ? previous : null;
    }

    private async Task<AliasMove> WriteAsync(
        AliasState? before, ModelVersion version, string? manifestSha256, string alias, string by, string reason, bool isRollback, CancellationToken cancellationToken)
    {
        var entry = new AliasHistoryEntry(alias, (before?.Sequence ?? 0) + 1, version, before?.Version, time.GetUtcNow(), by, reason, isRollback) { ManifestSha256 = manifestSha256 };
        return await aliases.MoveAsync(before, entry, cancellationToken) is { } now
            ? new AliasMove(AliasMoveResult.Moved, now, $"'{alias}' was moved{(isRollback ? " back" : "")} to {version}.")
            : Conflict(await aliases.GetAsync(alias, cancellationToken), alias);
    }

    private static AliasMove Conflict(AliasState? now, string alias) => new(
        AliasMoveResult.Conflict,
        now,
        now is null ? $"'{alias}' does not exist yet." : $"'{alias}' was moved to {now.Version} by {now.By} at {now.Since:u}. Look at it again before you move it.");
}
