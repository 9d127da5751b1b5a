using Azure;
using Azure.Storage.Blobs.Models;
using HotelCancellation.Platform;

namespace HotelCancellation.Validation;

/// <summary>Profiles in storage: <c>reports/validation/{source}/{time}-{run}.profile.json</c>, create-only.</summary>
public sealed class BlobRunHistory(StorageClients storage) : IRunHistory
{
    /// <summary>The container.</summary>
    public const string Container = "reports";

    private const string Folder = "validation/";

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<IReadOnlyList<RunProfile>> ReadAsync(string source, int most, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync<IReadOnlyList<RunProfile>>(
            "read validation history",
            async () =>
            {
                var container = storage.Container(Container);
                var latest = new Queue<string>();
                var profiles = new List<RunProfile>();
                try
                {
                    // Names come in the order of time; only the last ones are kept.
                    await foreach (var item in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{Folder}{RunHistoryFormat.FolderOf(source)}/", cancellationToken))
                    {
                        latest.Enqueue(item.Name);
                        if (latest.Count > most)
                        {
                            latest.Dequeue();
                        }
                    }
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    return profiles;
                }

                foreach (var name in latest)
                {
                    var content = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
                    if (RunHistoryFormat.Read(content.Value.Content.ToMemory().Span) is { } profile)
                    {
                        profiles.Add(profile);
                    }
                }

                return profiles;
            },
            cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<string> KeepAsync(RunProfile profile, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "keep validation history",
            async () =>
            {
                var container = storage.Container(Container);
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                var name = $"{Folder}{RunHistoryFormat.FolderOf(profile.Source)}/{RunHistoryFormat.NameOf(profile)}";
                var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } };
                await container.GetBlobClient(name).UploadAsync(new BinaryData(RunHistoryFormat.Write(profile)), options, cancellationToken);
                return $"{Container}/{name}";
            },
            cancellationToken);
}
