namespace HotelCancellation.Validation;

/// <summary>A quarantine in a folder of this machine.</summary>
/// <param name="File">Its file.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Rules">How many of them broke each rule, the most frequent first.</param>
/// <param name="Replays">How often it was sent again.</param>
public sealed record QuarantineListing(FileInfo File, long Rows, IReadOnlyList<KeyValuePair<string, long>> Rules, int Replays);

/// <summary>The quarantines that runs without storage have left in a folder, see <see cref="FileQuarantine"/>.</summary>
public static class QuarantineFolder
{
    private const string Replays = ".replays";

    /// <summary>All of them, the latest first.</summary>
    public static async IAsyncEnumerable<QuarantineListing> ListAsync(
        DirectoryInfo folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in folder.Exists ? folder.GetFiles($"*{QuarantineFile.Extension}").OrderByDescending(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal) : Enumerable.Empty<FileInfo>())
        {
            var rules = new Dictionary<string, long>(StringComparer.Ordinal);
            long rows = 0;
            await foreach (var row in ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                rows++;
                foreach (var rule in row.Faults.Select(f => f.Rule).Distinct(StringComparer.Ordinal))
                {
                    rules[rule] = rules.GetValueOrDefault(rule) + 1;
                }
            }

            yield return new QuarantineListing(file, rows, [.. rules.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal)], (await ReplaysAsync(file, cancellationToken).ConfigureAwait(false)).Count);
        }
    }

    /// <summary>The rows of one.</summary>
    public static async IAsyncEnumerable<QuarantinedRow> ReadAsync(
        FileInfo file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        await foreach (var row in QuarantinedRow.ReadAsync(stream, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    /// <summary>How one was sent again, the first time first.</summary>
    public static async Task<IReadOnlyList<ReplayRecord>> ReplaysAsync(FileInfo file, CancellationToken cancellationToken) =>
        File.Exists(file.FullName + Replays) ? ReplayRecord.Of(await File.ReadAllTextAsync(file.FullName + Replays, cancellationToken).ConfigureAwait(false)) : [];

    /// <summary>Notes that one was sent again.</summary>
    public static Task NoteAsync(FileInfo file, ReplayRecord record, CancellationToken cancellationToken) =>
        File.AppendAllBytesAsync(file.FullName + Replays, record.ToLine(), cancellationToken);
}
