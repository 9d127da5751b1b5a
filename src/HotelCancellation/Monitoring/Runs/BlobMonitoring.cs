using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Platform;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>
/// What monitoring keeps: the bookings of a day as counts, <c>monitoring/{version}/{yyyy-MM-dd}.counts</c>, each with what it was counted from; and
/// <c>reports/monitoring/{version}/{yyyy-MM-dd}.json</c> and <c>.html</c> with <c>index.json</c> above them and <c>history.json</c> beside them. The one who has the
/// lease writes; counts and reports are the same whoever makes them of the same, so the last one may win; index and history move by ETag.
/// </summary>
internal sealed class BlobMonitoring(StorageClients storage)
{
    private const string Folder = "monitoring/";
    private const string IndexName = Folder + "index.json";
    private const string Sources = "sources";

    private BlobContainerClient Counts => storage.Container("monitoring");

    private BlobContainerClient Reports => storage.Container("reports");

    /// <summary>Takes the lease of the one who runs; null where another process has it.</summary>
    public Task<StorageLease?> TryLeaseAsync(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken) =>
        StorageLease.TryTakeAsync(Counts, "monitoring.lease", duration, time, cancellationToken);

    /// <summary>What each counted day of a version was counted from.</summary>
    public Task<Dictionary<DateOnly, string>> SourcesAsync(string version, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "list counts",
        async () =>
        {
            var days = new Dictionary<DateOnly, string>();
            try
            {
                await foreach (var item in Counts.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, $"{version}/", cancellationToken))
                {
                    if (DayOf(item.Name) is { } day)
                    {
                        days[day] = item.Metadata.TryGetValue(Sources, out var from) ? from : "";
                    }
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Nothing was ever counted.
            }

            return days;
        },
        cancellationToken);

    /// <summary>The counts of a day as bytes; null where there are none.</summary>
    public Task<byte[]?> CountsAsync(string version, DateOnly day, CancellationToken cancellationToken) => ReadAsync(Counts, CountsName(version, day), cancellationToken);

    /// <summary>Keeps the counts of a day.</summary>
    public Task WriteCountsAsync(string version, DateOnly day, byte[] counts, string sources, CancellationToken cancellationToken) =>
        WriteAsync(Counts, CountsName(version, day), counts, "application/octet-stream", new Dictionary<string, string>(StringComparer.Ordinal) { [Sources] = sources }, cancellationToken);

    /// <summary>A report; null where there is none.</summary>
    public async Task<MonitoringReport?> ReportAsync(string version, DateOnly day, CancellationToken cancellationToken) =>
        await ReadAsync(Reports, ReportName(version, day, "json"), cancellationToken) is { } bytes ? Read<MonitoringReport>(bytes) : null;

    /// <summary>A report's page; null where there is none.</summary>
    public Task<byte[]?> PageAsync(string version, DateOnly day, CancellationToken cancellationToken) => ReadAsync(Reports, ReportName(version, day, "html"), cancellationToken);

    /// <summary>Keeps a report and its page.</summary>
    public async Task WriteReportAsync(MonitoringReport report, string page, CancellationToken cancellationToken)
    {
        await WriteAsync(Reports, ReportName(report.ModelVersion, report.Day, "html"), System.Text.Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8", null, cancellationToken);
        await WriteAsync(Reports, ReportName(report.ModelVersion, report.Day, "json"), JsonSerializer.SerializeToUtf8Bytes(report, MonitoringJson.Options), "application/json", null, cancellationToken);
    }

    /// <summary>The index and its version.</summary>
    public Task<(MonitoringIndex Value, string? Tag)> IndexAsync(CancellationToken cancellationToken) => MovableAsync(IndexName, new MonitoringIndex(), cancellationToken);

    /// <summary>Puts an index in the place of the one of a version; false where that is not there any more.</summary>
    public Task<bool> TryMoveAsync(MonitoringIndex index, string? tag, CancellationToken cancellationToken) => ReplaceAsync(IndexName, index, tag, cancellationToken);

    /// <summary>A version's history and its version.</summary>
    public Task<(MonitoringHistory Value, string? Tag)> HistoryAsync(string version, CancellationToken cancellationToken) =>
        MovableAsync($"{Folder}{version}/history.json", new MonitoringHistory(), cancellationToken);

    /// <summary>Puts a history in the place of the one of a version; false where that is not there any more.</summary>
    public Task<bool> TryMoveAsync(string version, MonitoringHistory history, string? tag, CancellationToken cancellationToken) =>
        ReplaceAsync($"{Folder}{version}/history.json", history, tag, cancellationToken);

    /// <summary>Removes reports, pages and counts of days before one, of all versions. What a killed process has left is removed by the next.</summary>
    /// <returns>How many files there were.</returns>
    public async Task<int> RemoveBeforeAsync(DateOnly day, CancellationToken cancellationToken) =>
        await RemoveBeforeAsync(Reports, Folder, day, cancellationToken) + await RemoveBeforeAsync(Counts, null, day, cancellationToken);

    private static Task<int> RemoveBeforeAsync(BlobContainerClient container, string? folder, DateOnly day, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "remove reports",
        async () =>
        {
            var removed = 0;
            try
            {
                await foreach (var item in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken))
                {
                    if (DayOf(item.Name) < day)
                    {
                        removed += await container.GetBlobClient(item.Name).DeleteIfExistsAsync(cancellationToken: cancellationToken) ? 1 : 0;
                    }
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Nothing was ever kept.
            }

            return removed;
        },
        cancellationToken);

    private static DateOnly? DayOf(string name) =>
        DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string CountsName(string version, DateOnly day) => $"{version}/{Text(day)}.counts";

    private static string ReportName(string version, DateOnly day, string extension) => $"{Folder}{version}/{Text(day)}.{extension}";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static T Read<T>(byte[] bytes) => JsonSerializer.Deserialize<T>(bytes, MonitoringJson.Options) ?? throw new InvalidDataException("A report is null.");

    private static Task<byte[]?> ReadAsync(BlobContainerClient container, string name, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read a report",
        async () =>
        {
            try
            {
                return (byte[]?)(await container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return null;
            }
        },
        cancellationToken);

    private static Task WriteAsync(
        BlobContainerClient container, string name, byte[] content, string type, IDictionary<string, string>? metadata, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "write a report",
        async () =>
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return await container.GetBlobClient(name).UploadAsync(
                BinaryData.FromBytes(content), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = type }, Metadata = metadata }, cancellationToken);
        },
        cancellationToken);

    private Task<(T Value, string? Tag)> MovableAsync<T>(string name, T none, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read an index of reports",
        async () =>
        {
            try
            {
                var answer = await Reports.GetBlobClient(name).DownloadContentAsync(cancellationToken);
                return (Read<T>(answer.Value.Content.ToArray()), (string?)answer.Value.Details.ETag.ToString());
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return (none, null);
            }
        },
        cancellationToken);

    private Task<bool> ReplaceAsync<T>(string name, T value, string? tag, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "move an index of reports",
        async () =>
        {
            await Reports.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            var upload = new BlobUploadOptions
            {
                Conditions = tag is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(tag) },
                HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            };
            try
            {
                await Reports.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(value, MonitoringJson.Options)), upload, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                return false;
            }
        },
        cancellationToken);
}
