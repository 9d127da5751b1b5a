using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>The files of all bundles: <c>models/{version}/{name}</c>. Files are only ever created, never changed.</summary>
internal sealed class BlobBundles(StorageClients clients)
{
    private readonly BlobContainerClient _container = clients.Container("models");

    public Task CreateContainerAsync(CancellationToken cancellationToken) =>
        StorageGuard.CallAsync("create container", () => _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Stores a file unless there is one of that name.</summary>
    /// <returns>Whether it was stored.</returns>
    public Task<bool> CreateAsync(ModelVersion version, string name, byte[] bytes, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            $"write {name}",
            async () =>
            {
                try
                {
                    var options = new BlobUploadOptions
                    {
                        Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                        HttpHeaders = new BlobHttpHeaders { ContentType = ContentType(name) },
                    };
                    await Blob(version, name).UploadAsync(BinaryData.FromBytes(bytes), options, cancellationToken);
                    return true;
                }
                catch (RequestFailedException e) when (e.Status is 409 or 412)
                {
                    return false;
                }
            },
            cancellationToken);

    /// <summary>Reads a file; null where there is none.</summary>
    public Task<byte[]?> ReadAsync(ModelVersion version, string name, CancellationToken cancellationToken) => ReadAsync(version, name, Array.MaxLength, cancellationToken);

    /// <summary>Reads a file of at most so many bytes; null where there is none. Of a larger one nothing is read, so that no hash fits.</summary>
    public Task<byte[]?> ReadAsync(ModelVersion version, string name, long most, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            $"read {name}",
            async () =>
            {
                try
                {
                    // Straight into an array of its size: what is put together from smaller ones leaves them behind.
                    var blob = await Blob(version, name).DownloadStreamingAsync(cancellationToken: cancellationToken);
                    await using var content = blob.Value.Content;
                    var bytes = new byte[blob.Value.Details.ContentLength <= most ? blob.Value.Details.ContentLength : 0];
                    await content.ReadExactlyAsync(bytes, cancellationToken);
                    return bytes;
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    return null;
                }
            },
            cancellationToken);

    /// <summary>The names of a version's files that begin with a prefix, in ordinal order.</summary>
    public Task<List<string>> ListAsync(ModelVersion version, string prefix, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "list files",
            async () =>
            {
                var names = new List<string>();
                try
                {
                    await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{version.Value}/{prefix}", cancellationToken))
                    {
                        names.Add(blob.Name[(version.Value.Length + 1)..]);
                    }
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // The container itself is not there yet.
                }

                return names;
            },
            cancellationToken);

    private BlobClient Blob(ModelVersion version, string name) => _container.GetBlobClient($"{version.Value}/{name}");

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".json" => "application/json",
        ".md" => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    };
}
