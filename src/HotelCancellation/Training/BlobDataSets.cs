using System.IO.Compression;
using Azure;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Platform;

namespace HotelCancellation.Training;

/// <summary>Data sets in container <c>datasets</c>, one folder each, named by fingerprint and never changed.</summary>
public sealed class BlobDataSets(StorageClients storage)
{
    /// <summary>The container.</summary>
    public const string Container = "datasets";

    /// <summary>The name of a data set's file: <c>{fingerprint}/bookings.csv.gz</c>.</summary>
    public static string NameOf(string fingerprint) => $"{fingerprint}/bookings.csv.gz";

    /// <summary>Stores a data set; create-only, since equal content has an equal name.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task SaveAsync(DataSetFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var container = storage.Container(Container);
        await StorageGuard.CallAsync("saving a data set", async () =>
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            try
            {
                await container.GetBlobClient(NameOf(file.Fingerprint)).UploadAsync(file.Content(), options, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                // It is there already.
            }

            return true;
        }, cancellationToken);
    }

    /// <summary>Opens a data set's rows as canonical CSV; null where there is none of that fingerprint.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<Stream?> OpenAsync(string fingerprint, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync<Stream?>("opening a data set", async () =>
        {
            try
            {
                var content = await storage.Container(Container).GetBlobClient(NameOf(fingerprint)).OpenReadAsync(cancellationToken: cancellationToken);
                return new GZipStream(content, CompressionMode.Decompress);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return null;
            }
        }, cancellationToken);
}
