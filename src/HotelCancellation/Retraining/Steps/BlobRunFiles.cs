using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Platform;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Validation;

namespace HotelCancellation.Retraining.Steps;

/// <summary>What steps leave for each other and for whoever looks: <c>reports/retraining/{run}/{name}</c>. The last writer wins; a step that is done again writes the same.</summary>
internal sealed class BlobRunFiles(StorageClients storage)
{
    /// <summary>Writes a file.</summary>
    /// <returns>Its name, by which <see cref="ReadAsync{T}"/> finds it.</returns>
    public async Task<string> WriteAsync<T>(string run, string name, T content, CancellationToken cancellationToken)
    {
        var blob = $"retraining/{run}/{name}.json";
        var container = storage.Container(BlobRunHistory.Container);
        await StorageGuard.CallAsync(
            "write a file of a run",
            async () =>
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } };
                await container.GetBlobClient(blob).UploadAsync(BinaryData.FromString(WorkflowJson.Write(content)), options, cancellationToken);
                return true;
            },
            cancellationToken);
        return blob;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is something else.</exception>
    public Task<T> ReadAsync<T>(string blob, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read a file of a run",
        async () =>
        {
            try
            {
                return WorkflowJson.Read<T>((await storage.Container(BlobRunHistory.Container).GetBlobClient(blob).DownloadContentAsync(cancellationToken)).Value.Content.ToString());
            }
            catch (Exception e) when (e is RequestFailedException { Status: 404 } or JsonException)
            {
                throw new InvalidDataException($"There is no {blob} that can be read.", e);
            }
        },
        cancellationToken);
}
