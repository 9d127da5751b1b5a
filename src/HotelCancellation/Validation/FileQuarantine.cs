namespace HotelCancellation.Validation;

/// <summary>A quarantine in a folder of this machine, for work without storage: <c>{folder}/{runId}.ndjson</c>.</summary>
/// <param name="folder">The folder; made when it is needed.</param>
public sealed class FileQuarantine(string folder) : IQuarantine
{
    /// <inheritdoc/>
    public QuarantineFile Begin(string runId)
    {
        var path = Path.Combine(folder, QuarantineFile.NameOf(runId));
        return new QuarantineFile(path, _ =>
        {
            Directory.CreateDirectory(folder);
            return Task.FromResult<Stream>(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1, useAsync: true));
        });
    }
}
