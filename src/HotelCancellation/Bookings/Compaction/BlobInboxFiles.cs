using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Platform;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>A file of the inbox, and how far it has come.</summary>
/// <param name="Name">Its name in the container.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Tag">Its version.</param>
/// <param name="IsFinished">Whether nobody writes to it any more and the table has all of it.</param>
/// <param name="CompactedAt">Since when columnar files have all of it; null while they do not.</param>
internal sealed record InboxFileState(string Name, long Bytes, string Tag, bool IsFinished, DateTimeOffset? CompactedAt);

/// <summary>
/// The files that <see cref="BlobInbox"/> writes, as compaction sees them. Metadata <c>compacted</c> has the length that columnar files have
/// and <c>compactedAt</c> since when: a file that has grown since is not compacted.
/// </summary>
internal sealed class BlobInboxFiles(StorageClients storage)
{
    private const string Compacted = "compacted";
    private const string CompactedAt = "compactedAt";
    private const int BufferBytes = 1024 * 1024;

    /// <summary>All files, by name.</summary>
    public async Task<List<InboxFileState>> ListAsync(CancellationToken cancellationToken) => await StorageGuard.CallAsync(
        "list events",
        async () =>
        {
            var files = new List<InboxFileState>();
            try
            {
                var all = storage.Container(BlobInbox.Container).GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, BlobInbox.Folder, cancellationToken);
                await foreach (var item in all)
                {
                    files.Add(StateOf(item));
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Nothing has ever been sent.
            }

            return files;
        },
        cancellationToken);

    /// <summary>The events of a file, in memory that does not depend on its length; none where the file is gone.</summary>
    /// <exception cref="InvalidDataException">A line is no event.</exception>
    public async IAsyncEnumerable<StoredEvent> ReadAsync(InboxFileState file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Appends go on while it is read; what comes after the length that was listed is not asked for.
        var stream = file.Bytes == 0 ? null : await StorageGuard.CallAsync("read events", () => OpenAsync(file, cancellationToken), cancellationToken);
        if (stream is null)
        {
            yield break;
        }

        await using (stream)
        {
            await foreach (var each in StorageGuard.EachAsync("read events", InboxLines.ReadAsync(stream, file.Name, cancellationToken), cancellationToken))
            {
                yield return each;
            }
        }
    }

    /// <summary>Notes that columnar files have all of a file, unless it has changed.</summary>
    public Task<bool> MarkAsync(InboxFileState file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [BlobInbox.Applied] = "true",
            [Compacted] = file.Bytes.ToString(CultureInfo.InvariantCulture),
            [CompactedAt] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        return StorageGuard.UnlessChangedAsync("mark events", file.Tag, same => BlobOf(file).SetMetadataAsync(metadata, same, cancellationToken), cancellationToken);
    }

    /// <summary>Removes a file, unless it has changed.</summary>
    public Task<bool> RemoveAsync(InboxFileState file, CancellationToken cancellationToken) =>
        StorageGuard.UnlessChangedAsync("remove events", file.Tag, same => BlobOf(file).DeleteAsync(conditions: same, cancellationToken: cancellationToken), cancellationToken);

    private AppendBlobClient BlobOf(InboxFileState file) => storage.Container(BlobInbox.Container).GetAppendBlobClient(file.Name);

    private static InboxFileState StateOf(BlobItem item)
    {
        var bytes = item.Properties.ContentLength ?? 0;
        var isCompacted = item.Metadata.TryGetValue(Compacted, out var length) && length == bytes.ToString(CultureInfo.InvariantCulture)
            && item.Metadata.TryGetValue(CompactedAt, out _);
        return new InboxFileState(
            item.Name, bytes, item.Properties.ETag!.Value.ToString(), item.Metadata.ContainsKey(BlobInbox.Applied),
            isCompacted ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(item.Metadata[CompactedAt], CultureInfo.InvariantCulture)) : null);
    }

    private async Task<Stream?> OpenAsync(InboxFileState file, CancellationToken cancellationToken)
    {
        try
        {
            var open = new BlobOpenReadOptions(allowModifications: true) { BufferSize = BufferBytes };
            return await BlobOf(file).OpenReadAsync(open, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Removed since it was listed: columnar files have had it for long.
            return null;
        }
    }
}
