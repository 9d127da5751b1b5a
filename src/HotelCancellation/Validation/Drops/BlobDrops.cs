using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Bookings.Mapping;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform;

namespace HotelCancellation.Validation.Drops;

/// <summary>
/// The container that files are dropped into: the files, <c>{file}.result.json</c> beside each, and <c>{folder}/mapping.json</c>. That a file has been dealt
/// with is noted in its metadata, against the version that was read, so that what is written anew under the same name is a new file.
/// </summary>
public sealed class BlobDrops(StorageClients storage)
{
    /// <summary>The container.</summary>
    public const string Container = "drop";

    /// <summary>The blob whose lease one process has at a time.</summary>
    internal const string Lease = "intake.lease";

    private const string Status = "intake";
    private const string At = "intakeAt";
    private const string Length = "intakeBytes";
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Drops a file, over one of the same name.</summary>
    /// <param name="name">Its name in the container.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="cancellationToken">Ends it; then there is no such file, or the one before.</param>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task PutAsync(string name, Stream content, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "drop a file",
        async () =>
        {
            var container = storage.Container(Container);
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return await container.GetBlobClient(name).UploadAsync(content, overwrite: true, cancellationToken);
        },
        cancellationToken);

    /// <summary>What became of a file; null where nothing has been written of it.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<DropResult?> ResultAsync(string name, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read a result",
        async () => await DownloadAsync(DropName.ResultOf(name), cancellationToken) is { } bytes ? DropResult.Of(bytes) : null,
        cancellationToken);

    /// <summary>The files that are there, the oldest first, with what became of each; null for one that waits.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async IAsyncEnumerable<(string Name, long Bytes, DropResult? Result)> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in await ListAsync(cancellationToken))
        {
            // A result may be of the version before this one.
            var result = await ResultAsync(file.Name, cancellationToken);
            yield return (file.Name, file.Bytes, file.Mark is not null || result?.Tag == file.Tag ? result : null);
        }
    }

    internal Task<StorageLease?> TryLeaseAsync(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken) =>
        StorageLease.TryTakeAsync(storage.Container(Container), Lease, duration, time, cancellationToken);

    /// <summary>The files, the oldest first.</summary>
    internal Task<List<DroppedFile>> ListAsync(CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "list dropped files",
        async () =>
        {
            var files = new List<DroppedFile>();
            try
            {
                await foreach (var item in storage.Container(Container).GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, null, cancellationToken))
                {
                    if (DropName.IsFile(item.Name))
                    {
                        files.Add(FileOf(item));
                    }
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Nothing was ever dropped.
            }

            return files.OrderBy(f => f.Changed).ThenBy(f => f.Name, StringComparer.Ordinal).ToList();
        },
        cancellationToken);

    /// <summary>The mapping of a folder; null where it has none.</summary>
    /// <exception cref="MappingException">It is malformed.</exception>
    internal async Task<BookingMapping?> MappingAsync(string folder, CancellationToken cancellationToken)
    {
        var bytes = await StorageGuard.CallAsync("read a mapping", () => DownloadAsync(folder + DropName.Mapping, cancellationToken), cancellationToken);
        return bytes is null ? null : await MappingReader.ReadAsync(new MemoryStream(bytes, writable: false), cancellationToken);
    }

    /// <summary>The rows of that version of a file, in memory that does not depend on its length.</summary>
    /// <exception cref="DropChangedException">There is another version, or none any more.</exception>
    internal async IAsyncEnumerable<BookingRow> ReadAsync(DroppedFile file, BookingReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(file, cancellationToken);
        await using var rows = StorageGuard.EachAsync("read a dropped file", BookingReader.ReadAsync(content, options, cancellationToken), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync())
                {
                    break;
                }
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                throw new DropChangedException(e);
            }

            yield return rows.Current;
        }
    }

    /// <summary>Writes what became of a file, over what stood there.</summary>
    internal Task WriteAsync(DropResult result, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "write a result",
        () => storage.Container(Container).GetBlobClient(DropName.ResultOf(result.File)).UploadAsync(
            BinaryData.FromBytes(result.ToBytes()), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } }, cancellationToken),
        cancellationToken);

    /// <summary>Notes that a file has been dealt with, unless it has changed since it was listed.</summary>
    internal Task<bool> MarkAsync(DroppedFile file, DropStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>(file.Metadata, StringComparer.OrdinalIgnoreCase)
        {
            [Status] = status.ToString(),
            [At] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            [Length] = file.Bytes.ToString(CultureInfo.InvariantCulture),
        };
        return StorageGuard.UnlessChangedAsync("mark a dropped file", file.Tag, same => BlobOf(file).SetMetadataAsync(metadata, same, cancellationToken), cancellationToken);
    }

    /// <summary>Removes a file and its result, unless it has changed since it was listed.</summary>
    internal Task<bool> RemoveAsync(DroppedFile file, CancellationToken cancellationToken) => StorageGuard.UnlessChangedAsync(
        "remove a dropped file",
        file.Tag,
        async same =>
        {
            await BlobOf(file).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, same, cancellationToken);
            await storage.Container(Container).DeleteBlobIfExistsAsync(DropName.ResultOf(file.Name), cancellationToken: cancellationToken);
        },
        cancellationToken);

    private BlobClient BlobOf(DroppedFile file) => storage.Container(Container).GetBlobClient(file.Name);

    private Task<Stream> OpenAsync(DroppedFile file, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read a dropped file",
        async () =>
        {
            try
            {
                var open = new BlobOpenReadOptions(allowModifications: false) { BufferSize = BufferBytes, Conditions = new BlobRequestConditions { IfMatch = new ETag(file.Tag) } };
                return await BlobOf(file).OpenReadAsync(open, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                throw new DropChangedException(e);
            }
        },
        cancellationToken);

    private async Task<byte[]?> DownloadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await storage.Container(Container).GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private static DroppedFile FileOf(BlobItem item)
    {
        var bytes = item.Properties.ContentLength ?? 0;
        var kind = item.Properties.BlobType switch { BlobType.Append => DropKind.Growing, BlobType.Page => DropKind.Pages, _ => DropKind.Whole };
        return new DroppedFile(
            item.Name, kind, bytes, item.Properties.ETag!.Value.ToString(), item.Properties.LastModified ?? DateTimeOffset.UnixEpoch, item.Metadata.AsReadOnly(), MarkOf(item.Metadata, bytes));
    }

    private static DropMark? MarkOf(IDictionary<string, string> metadata, long bytes) =>
        metadata.TryGetValue(Status, out var status) && Enum.TryParse<DropStatus>(status, out var known)
            && metadata.TryGetValue(At, out var at) && long.TryParse(at, CultureInfo.InvariantCulture, out var seconds)
            && metadata.TryGetValue(Length, out var length) && length == bytes.ToString(CultureInfo.InvariantCulture)
            ? new DropMark(known, DateTimeOffset.FromUnixTimeSeconds(seconds), bytes)
            : null;
}
