using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Platform;

namespace HotelCancellation.Training;

/// <summary>Histories that were trained on, <c>datasets/{fingerprint}/events.parquet</c>: what a retraining run extracts and all its steps read. Never changed.</summary>
public sealed class BlobHistories(StorageClients storage)
{
    /// <summary>The name of a set's file.</summary>
    public static string NameOf(string fingerprint) => $"{fingerprint}/events.parquet";

    /// <summary>Stores a set; create-only, since equal content has an equal name.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task SaveAsync(HistoryFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var container = storage.Container(BlobDataSets.Container);
        return StorageGuard.CallAsync(
            "saving a data set",
            async () =>
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All }, HttpHeaders = new BlobHttpHeaders { ContentType = "application/vnd.apache.parquet" } };
                try
                {
                    await container.GetBlobClient(NameOf(file.Fingerprint)).UploadAsync(file.Content(), options, cancellationToken);
                }
                catch (RequestFailedException e) when (e.Status is 409 or 412)
                {
                    // It is there already.
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>Reads a set's histories.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    /// <exception cref="InvalidDataException">There is no such set.</exception>
    public async IAsyncEnumerable<BookingHistory> ReadAsync(string fingerprint, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var blob = storage.Container(BlobDataSets.Container).GetBlobClient(NameOf(fingerprint));
        var histories = HistoryFile.ReadAsync(
            async () =>
            {
                try
                {
                    return await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellationToken);
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    throw new InvalidDataException($"There is no data set {fingerprint}.", e);
                }
            },
            cancellationToken);
        await foreach (var history in StorageGuard.EachAsync("reading a data set", histories, cancellationToken))
        {
            yield return history;
        }
    }
}
