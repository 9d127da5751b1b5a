using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.Platform;

namespace HotelCancellation.Validation;

/// <summary>A line of the list of quarantines.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Written">When it was completed, UTC.</param>
/// <param name="Rows">Its rows; null where its writer was cut off.</param>
/// <param name="Properties">The properties of its rows; null where that is not known.</param>
/// <param name="Replayed">Whether it was sent again.</param>
public sealed record QuarantineEntry(QuarantineId Id, DateTimeOffset Written, long? Rows, IReadOnlyList<string>? Properties, bool Replayed);

/// <summary>The quarantines in storage, read back. A replay leaves a line in an append blob beside the quarantine, which itself is never changed.</summary>
public sealed class BlobQuarantineArchive(StorageClients storage)
{
    private const string Replays = ".replays";

    /// <summary>The quarantines of some days, the latest first.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async IAsyncEnumerable<QuarantineEntry> ListAsync(DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A month at a time: names go forward in time, and the list goes back.
        for (var month = new DateOnly(to.Year, to.Month, 1); month >= new DateOnly(from.Year, from.Month, 1); month = month.AddMonths(-1))
        {
            foreach (var entry in await MonthAsync(month, cancellationToken))
            {
                if (entry.Id.Day >= from && entry.Id.Day <= to)
                {
                    yield return entry;
                }
            }

            if (month == DateOnly.MinValue)
            {
                yield break;
            }
        }
    }

    /// <summary>When a quarantine was written, and its rows; null where there is none of that name. Whoever gets the stream disposes it.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<(DateTimeOffset Written, Stream Rows)?> OpenAsync(QuarantineId id, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync<(DateTimeOffset, Stream)?>(
            "read quarantine",
            async () =>
            {
                try
                {
                    var blob = storage.Container(BlobQuarantine.Container).GetBlobClient(id.BlobName);
                    var properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
                    return (properties.Value.LastModified, await blob.OpenReadAsync(cancellationToken: cancellationToken));
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    return null;
                }
            },
            cancellationToken);

    /// <summary>How a quarantine was sent again, the first time first.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<IReadOnlyList<ReplayRecord>> ReplaysAsync(QuarantineId id, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync<IReadOnlyList<ReplayRecord>>(
            "read replays",
            async () =>
            {
                try
                {
                    var content = await storage.Container(BlobQuarantine.Container).GetBlobClient(id.BlobName + Replays).DownloadContentAsync(cancellationToken);
                    return ReplayRecord.Of(content.Value.Content.ToString());
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    return [];
                }
            },
            cancellationToken);

    /// <summary>Notes that a quarantine was sent again.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task NoteAsync(QuarantineId id, ReplayRecord record, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "note a replay",
            async () =>
            {
                var blob = storage.Container(BlobQuarantine.Container).GetAppendBlobClient(id.BlobName + Replays);
                await blob.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                using var line = new MemoryStream(record.ToLine(), writable: false);
                return await blob.AppendBlockAsync(line, cancellationToken: cancellationToken);
            },
            cancellationToken);

    private Task<List<QuarantineEntry>> MonthAsync(DateOnly month, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "list quarantine",
            async () =>
            {
                var entries = new List<QuarantineEntry>();
                var replayed = new HashSet<string>(StringComparer.Ordinal);
                var prefix = string.Create(CultureInfo.InvariantCulture, $"{month:yyyy/MM}/");
                try
                {
                    await foreach (var item in storage.Container(BlobQuarantine.Container).GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix, cancellationToken))
                    {
                        if (item.Name.EndsWith(Replays, StringComparison.Ordinal))
                        {
                            replayed.Add(item.Name[..^Replays.Length]);
                        }
                        else if (QuarantineId.OfLocation($"{BlobQuarantine.Container}/{item.Name}") is { } id)
                        {
                            var counts = QuarantineMetadata.Read(item.Metadata);
                            entries.Add(new QuarantineEntry(id, item.Properties.LastModified ?? default, counts?.Rows, counts?.Properties, false));
                        }
                    }
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // Nothing was ever quarantined.
                }

                return entries.OrderByDescending(e => e.Id.Day).ThenByDescending(e => e.Written).Select(e => e with { Replayed = replayed.Contains(e.Id.BlobName) }).ToList();
            },
            cancellationToken);
}
