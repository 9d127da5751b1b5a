using System.Globalization;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Platform;

namespace HotelCancellation.Validation;

/// <summary>
/// A quarantine in storage: <c>quarantine/{yyyy}/{MM}/{dd}/{runId}.ndjson</c>, by the day (UTC) on which the run began. It is written
/// in blocks as rows come and appears when it is complete; the last writer of a run wins.
/// </summary>
public sealed class BlobQuarantine(StorageClients storage, TimeProvider clock) : IQuarantine
{
    /// <summary>The container.</summary>
    public const string Container = "quarantine";

    private static readonly BlockBlobOpenWriteOptions Options = new()
    {
        BufferSize = 1024 * 1024,
        HttpHeaders = new BlobHttpHeaders { ContentType = "application/x-ndjson" },
    };

    /// <inheritdoc/>
    public QuarantineFile Begin(string runId)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy/MM/dd}/{QuarantineFile.NameOf(runId)}");
        var blob = storage.Container(Container).GetBlockBlobClient(name);
        return new QuarantineFile($"{Container}/{name}", async cancellationToken =>
        {
            var container = storage.Container(Container);
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return await blob.OpenWriteAsync(overwrite: true, Options, cancellationToken).ConfigureAwait(false);
        },
        counts => blob.SetMetadataAsync(QuarantineMetadata.Of(counts)));
    }
}
