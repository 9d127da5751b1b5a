using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Platform;

namespace HotelCancellation.Predictions;

/// <summary>
/// Compacted days: <c>predictions/{yyyy}/{MM}/{dd}/{generation}-{random}.parquet</c>, beside it <c>.rows</c>, and <c>day.json</c>, which says
/// which of them counts and moves by ETag; see <c>docs/decisions/0009</c>, whose order of writes this is.
/// </summary>
internal sealed class BlobPredictionDays(StorageClients storage)
{
    public const string IndexName = "day.json";
    private const string LeaseName = "predictions.lease";
    private const int BufferBytes = 512 * 1024;
    private static readonly StorageTransferOptions OneAfterTheOther = new() { MaximumConcurrency = 1, InitialTransferSize = 4 * 1024 * 1024, MaximumTransferSize = 4 * 1024 * 1024 };

    private BlobContainerClient Container => storage.Container(BlobPredictionFiles.Container);

    /// <summary>Takes the lease of the one who compacts or removes; null where another process has it.</summary>
    public Task<StorageLease?> TryLeaseAsync(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken) =>
        StorageLease.TryTakeAsync(Container, LeaseName, duration, time, cancellationToken);

    /// <summary>A day and its version; an empty one, without a version, where it was never compacted.</summary>
    public Task<(PredictionDay Day, string? Tag)> IndexAsync(DateOnly day, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read a day of predictions",
        async () =>
        {
            try
            {
                var answer = await Container.GetBlobClient(BlobPredictionFiles.Folder(day) + IndexName).DownloadContentAsync(cancellationToken);
                var index = JsonSerializer.Deserialize(answer.Value.Content.ToMemory().Span, PredictionDayJson.Default.PredictionDay)
                    ?? throw new InvalidDataException("A day of predictions is null.");
                return (index, (string?)answer.Value.Details.ETag.ToString());
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return (new PredictionDay { Generation = 0 }, null);
            }
        },
        cancellationToken);

    /// <summary>Puts a day in the place of the one of a version; false where that is not there any more.</summary>
    public Task<bool> TryMoveAsync(DateOnly day, PredictionDay index, string? tag, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "move a day of predictions",
        async () =>
        {
            var upload = new BlobUploadOptions
            {
                Conditions = tag is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(tag) },
                HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            };
            try
            {
                var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(index, PredictionDayJson.Default.PredictionDay));
                await Container.GetBlobClient(BlobPredictionFiles.Folder(day) + IndexName).UploadAsync(content, upload, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>The records of a day, or of one of its properties, by property, booking and id.</summary>
    public IAsyncEnumerable<PredictionRecord> ReadAsync(PredictionDay index, PropertyId? property, RecordParts parts, CancellationToken cancellationToken)
    {
        var rows = property is { } one ? index.Properties.FirstOrDefault(p => string.Equals(p.Property, one.Value, StringComparison.Ordinal)) : new PropertyRows("", 0, index.Count);
        return rows is null || index.Columns is null ? AsyncEnumerable.Empty<PredictionRecord>() : RowsAsync(index.Columns, parts, rows.First, rows.Count, cancellationToken);
    }

    /// <summary>Finds a record in a day; null where it is not there. Two small reads and a row group.</summary>
    public async Task<PredictionRecord?> FindAsync(PredictionDay index, PredictionId id, CancellationToken cancellationToken)
    {
        if (index.Columns is null || index.Rows is null)
        {
            return null;
        }

        var head = await RangeAsync(index.Rows, 0, RecordIndex.HeadBytes(index.Count), cancellationToken);
        if (RecordIndex.Page(head, id) is not (>= 0 and var page))
        {
            return null;
        }

        var first = (long)page * RecordIndex.EntriesPerPage;
        var entries = (int)Math.Min(RecordIndex.EntriesPerPage, index.Count - first);
        var row = RecordIndex.Row(await RangeAsync(index.Rows, head.Length + first * RecordIndex.EntryBytes, entries * RecordIndex.EntryBytes, cancellationToken), id);
        return row < 0 ? null : await RowsAsync(index.Columns, RecordParts.All, row, 1, cancellationToken).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Writes the columns of a day, and their rows, to files that do not count before <see cref="TryMoveAsync"/>.</summary>
    /// <returns>The day as it would be.</returns>
    public async Task<PredictionDay> WriteAsync(DateOnly day, PredictionDay before, int width, IAsyncEnumerable<PredictionRecord> records, CancellationToken cancellationToken)
    {
        await using var columns = TemporaryFile.Create();
        await using var rows = TemporaryFile.Create();
        await using var index = new RecordIndex();
        var properties = new List<PropertyRows>();
        await RecordColumns.WriteAsync(columns, width, SeenAsync(records, index, properties, cancellationToken), cancellationToken);
        await index.WriteAsync(rows, cancellationToken);
        var name = $"{BlobPredictionFiles.Folder(day)}{before.Generation + 1:D6}-{Guid.NewGuid().ToString("N")[..8]}";
        await UploadAsync($"{name}.parquet", columns, "application/vnd.apache.parquet", cancellationToken);
        await UploadAsync($"{name}.rows", rows, "application/octet-stream", cancellationToken);
        return before with { Generation = before.Generation + 1, Columns = $"{name}.parquet", Rows = $"{name}.rows", Count = index.Count, Width = width, Properties = properties };
    }

    private static async IAsyncEnumerable<PredictionRecord> SeenAsync(
        IAsyncEnumerable<PredictionRecord> records, RecordIndex index, List<PropertyRows> properties, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var each in records.WithCancellation(cancellationToken))
        {
            var property = each.Booking.PropertyId.Value;
            if (properties.Count > 0 && string.Equals(properties[^1].Property, property, StringComparison.Ordinal))
            {
                properties[^1] = properties[^1] with { Count = properties[^1].Count + 1 };
            }
            else
            {
                properties.Add(new PropertyRows(property, index.Count, 1));
            }

            index.Add(each.Id);
            yield return each;
        }
    }

    private IAsyncEnumerable<PredictionRecord> RowsAsync(string name, RecordParts parts, long first, long count, CancellationToken cancellationToken)
    {
        var open = new BlobOpenReadOptions(allowModifications: false) { BufferSize = BufferBytes };
        var records = RecordColumnReader.ReadAsync(() => Container.GetBlobClient(name).OpenReadAsync(open, cancellationToken), parts, first, count, cancellationToken);
        return StorageGuard.EachAsync("read predictions", records, cancellationToken);
    }

    private Task<byte[]> RangeAsync(string name, long offset, int bytes, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read the rows of predictions",
        async () => bytes == 0 ? [] : (await Container.GetBlobClient(name).DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(offset, bytes) }, cancellationToken)).Value.Content.ToArray(),
        cancellationToken);

    private Task UploadAsync(string name, Stream file, string type, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "write predictions",
        () =>
        {
            file.Position = 0;
            var upload = new BlobUploadOptions
            {
                Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                HttpHeaders = new BlobHttpHeaders { ContentType = type },
                TransferOptions = OneAfterTheOther,
            };
            return Container.GetBlobClient(name).UploadAsync(file, upload, cancellationToken);
        },
        cancellationToken);
}
