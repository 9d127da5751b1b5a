using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Platform;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>
/// The columnar files, <c>events/columnar/{property}/{yyyy-MM}/{generation}-{random}.parquet</c>, and of each property the index that says which of them count,
/// <c>events/columnar/{property}/index.json</c>. A file is written under a new name and never changed; the index moves by ETag, so that
/// a reader sees all of a change or nothing, and of two writers one has to begin again.
/// </summary>
internal sealed class BlobColumns(StorageClients storage)
{
    public const string Folder = "columnar/";
    private const string LeaseName = "columnar.lease";
    private const string IndexName = "/index.json";
    private const string Extension = ".parquet";
    private const int LongestKey = 400;
    private const int BufferBytes = 256 * 1024;

    private static readonly StorageTransferOptions OneAfterTheOther = new() { MaximumConcurrency = 1, InitialTransferSize = 4 * 1024 * 1024, MaximumTransferSize = 4 * 1024 * 1024 };

    private BlobContainerClient Container => storage.Container(BlobInbox.Container);

    /// <summary>Takes the lease of the one who compacts; null where another process has it.</summary>
    public Task<StorageLease?> TryLeaseAsync(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken) =>
        StorageLease.TryTakeAsync(Container, LeaseName, duration, time, cancellationToken);

    /// <summary>The index of a property and its version; an empty one, without a version, where there is none.</summary>
    public Task<(ColumnIndex Index, string? Tag)> IndexAsync(PropertyId property, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read the index of events",
        async () =>
        {
            try
            {
                var answer = await Container.GetBlobClient(PathOf(property) + IndexName).DownloadContentAsync(cancellationToken);
                return (Read(answer.Value.Content), (string?)answer.Value.Details.ETag.ToString());
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return (new ColumnIndex { PropertyId = property.Value, Generation = 0, Months = [] }, null);
            }
        },
        cancellationToken);

    /// <summary>Puts an index in the place of the one of a version; false where that is not there any more.</summary>
    public Task<bool> TryMoveAsync(ColumnIndex index, string? tag, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "move the index of events",
        async () =>
        {
            var upload = new BlobUploadOptions
            {
                Conditions = tag is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(tag) },
                HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            };
            var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(index, ColumnIndexJson.Default.ColumnIndex));
            try
            {
                await Container.GetBlobClient(PathOf(new PropertyId(index.PropertyId)) + IndexName).UploadAsync(content, upload, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>The properties that have an index, in ordinal order.</summary>
    public async Task<List<PropertyId>> PropertiesAsync(CancellationToken cancellationToken) => await StorageGuard.CallAsync(
        "list properties",
        async () =>
        {
            var properties = new List<PropertyId>();
            try
            {
                var folders = Container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", Folder, cancellationToken);
                await foreach (var item in folders)
                {
                    if (item.IsPrefix && await TryReadAsync(item.Prefix.TrimEnd('/') + IndexName, cancellationToken) is { } index)
                    {
                        properties.Add(new PropertyId(index.PropertyId));
                    }
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Nothing has ever been sent.
            }

            properties.Sort((a, b) => string.CompareOrdinal(a.Value, b.Value));
            return properties;
        },
        cancellationToken);

    /// <summary>The events of a file.</summary>
    public IAsyncEnumerable<StoredEvent> ReadAsync(MonthFile file, CancellationToken cancellationToken)
    {
        var open = new BlobOpenReadOptions(allowModifications: false) { BufferSize = BufferBytes };
        var events = EventFile.ReadAsync(() => Container.GetBlobClient(file.Name).OpenReadAsync(open, cancellationToken), cancellationToken);
        return StorageGuard.EachAsync("read columnar events", events, cancellationToken);
    }

    /// <summary>
    /// Writes a month's events, in their order, to a file that does not count before an index names it. Whatever changes a month, also what takes a guest
    /// out of it, is this and then <see cref="TryMoveAsync"/>.
    /// </summary>
    /// <returns>The file; null, and nothing written, where there are no more than <paramref name="atLeast"/> events.</returns>
    public async Task<MonthFile?> WriteAsync(ColumnIndex index, DateOnly month, IAsyncEnumerable<StoredEvent> events, long atLeast, CancellationToken cancellationToken)
    {
        // By way of a temporary file: what is cut off leaves nothing, and a request that fails can be made again.
        await using var file = TemporaryFile.Create();
        var count = await EventFile.WriteAsync(file, events, cancellationToken);
        if (count <= atLeast)
        {
            return null;
        }

        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{PathOf(new PropertyId(index.PropertyId))}/{StoredEvent.Text(month)}/{index.Generation + 1:D6}-{Guid.NewGuid().ToString("N")[..8]}{Extension}");
        var upload = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/vnd.apache.parquet" },
            TransferOptions = OneAfterTheOther,
        };
        await StorageGuard.CallAsync(
            "write columnar events",
            () =>
            {
                file.Position = 0;
                return Container.GetBlobClient(name).UploadAsync(file, upload, cancellationToken);
            },
            cancellationToken);
        return new MonthFile { Month = month, Name = name, Events = count, Bytes = file.Length };
    }

    /// <summary>Removes files that no index names and that are older than a time.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveUnusedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        var folder = new List<BlobItem>();
        var files = Container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Folder, cancellationToken);
        await foreach (var file in StorageGuard.EachAsync("list columnar events", files, cancellationToken))
        {
            if (folder.Count > 0 && !string.Equals(PropertyPath(file.Name), PropertyPath(folder[0].Name), StringComparison.Ordinal))
            {
                removed += await RemoveUnusedAsync(folder, before, cancellationToken);
                folder.Clear();
            }

            folder.Add(file);
        }

        return removed + await RemoveUnusedAsync(folder, before, cancellationToken);
    }

    /// <summary>The files of one property.</summary>
    private async Task<int> RemoveUnusedAsync(List<BlobItem> folder, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var data = folder.Where(f => f.Name.EndsWith(Extension, StringComparison.Ordinal)).ToList();

        // A month with one file has nothing to remove, so that most indexes need not be read.
        var hasMore = data.GroupBy(f => f.Name[..f.Name.LastIndexOf('/')], StringComparer.Ordinal).Any(g => g.Count() > 1 && g.Any(f => f.Properties.LastModified < before));
        var indexName = hasMore ? PropertyPath(data[0].Name) + IndexName : null;
        if (indexName is null || await StorageGuard.CallAsync("read the index of events", () => TryReadAsync(indexName, cancellationToken), cancellationToken) is not { } found)
        {
            return 0;
        }

        var (index, tag) = await IndexAsync(new PropertyId(found.PropertyId), cancellationToken);
        var used = index.Months.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var unused = data.Where(f => !used.Contains(f.Name) && f.Properties.LastModified < before).ToList();

        // Whoever wrote one of them long ago, and was halted before it moved the index, cannot move it any more after this.
        if (unused.Count == 0 || !await TryMoveAsync(index with { Generation = index.Generation + 1 }, tag, cancellationToken))
        {
            return 0;
        }

        foreach (var file in unused)
        {
            await StorageGuard.CallAsync("remove columnar events", () => Container.GetBlobClient(file.Name).DeleteIfExistsAsync(cancellationToken: cancellationToken), cancellationToken);
        }

        return unused.Count;
    }

    private async Task<ColumnIndex?> TryReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return Read((await Container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private static ColumnIndex Read(BinaryData content) =>
        JsonSerializer.Deserialize(content.ToMemory().Span, ColumnIndexJson.Default.ColumnIndex) ?? throw new InvalidDataException("An index of events is null.");

    private static string PropertyPath(string name) => name[..name.IndexOf('/', Folder.Length)];

    /// <summary>The folder of a property: what is no ASCII letter, digit, '-' or '_' becomes <c>~</c> and four hex digits, so that no id is a path.</summary>
    private static string PathOf(PropertyId property)
    {
        var path = new StringBuilder(Folder);
        foreach (var c in property.Value)
        {
            _ = char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? path.Append(c) : path.Append(CultureInfo.InvariantCulture, $"~{(int)c:x4}");
        }

        return path.Length <= LongestKey ? path.ToString() : $"{Folder}~~{Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(property.Value)))}";
    }
}
