using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Platform;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Validation;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>What refreshes of the calibration came to: <c>reports/calibration/{yyyy-MM-dd}.json</c>, written by the one who has the lease.</summary>
internal sealed class BlobCalibrations(StorageClients storage)
{
    private const string Folder = "calibration/";
    private const string Lease = "calibration";

    public Task<StorageLease?> TryLeaseAsync(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken) =>
        StorageLease.TryTakeAsync(storage.Container(StorageLease.Container), Lease, duration, time, cancellationToken);

    /// <summary>The latest one; null where there is none.</summary>
    public Task<CalibrationRecord?> LatestAsync(CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read calibrations",
        async () =>
        {
            string? latest = null;
            try
            {
                // One a week, by names that go forward in time.
                await foreach (var blob in storage.Container(BlobRunHistory.Container).GetBlobsAsync(BlobTraits.None, BlobStates.None, Folder, cancellationToken))
                {
                    latest = blob.Name;
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Nothing was ever reported.
            }

            return latest is null ? null
                : WorkflowJson.Read<CalibrationRecord>((await storage.Container(BlobRunHistory.Container).GetBlobClient(latest).DownloadContentAsync(cancellationToken)).Value.Content.ToString());
        },
        cancellationToken);

    public Task WriteAsync(CalibrationRecord record, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "write a calibration",
        async () =>
        {
            var container = storage.Container(BlobRunHistory.Container);
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } };
            var name = string.Create(CultureInfo.InvariantCulture, $"{Folder}{record.Day:yyyy-MM-dd}.json");
            return await container.GetBlobClient(name).UploadAsync(BinaryData.FromString(WorkflowJson.Write(record)), options, cancellationToken);
        },
        cancellationToken);
}
