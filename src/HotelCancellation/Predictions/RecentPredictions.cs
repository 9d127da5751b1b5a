using HotelCancellation.Model;

namespace HotelCancellation.Predictions;

/// <summary>How a version has answered lately.</summary>
/// <param name="Predictions">Predictions of the version.</param>
/// <param name="Failed">Requests that failed in the same time, whichever version they would have had.</param>
/// <param name="P99">The time within which 99 of 100 predictions were made; null without any.</param>
public sealed record RecentAnswers(long Predictions, long Failed, TimeSpan? P99);

/// <summary>Reads what the log has of the last hours, as processes append it: some seconds old, without waiting for compaction.</summary>
public sealed class RecentPredictions
{
    private readonly BlobPredictionFiles _files;

    internal RecentPredictions(BlobPredictionFiles files) => _files = files;

    /// <summary>How a version has answered since a time. Memory depends on how many predictions that are, 8 bytes each.</summary>
    /// <param name="version">The version.</param>
    /// <param name="since">Since when.</param>
    /// <param name="until">Until when; not more than some days later.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<RecentAnswers> ReadAsync(ModelVersion version, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (latencies, failed) = (new List<TimeSpan>(), 0L);
        var from = since.ToUnixTimeMilliseconds();

        // A block that was appended twice, after an answer of storage that was lost, is counted once.
        var blocks = new HashSet<(string, RecordBlock)>();
        var records = new HashSet<PredictionId>();
        for (var day = DateOnly.FromDateTime(since.UtcDateTime); day <= DateOnly.FromDateTime(until.UtcDateTime); day = day.AddDays(1))
        {
            foreach (var file in (await _files.ListAsync(BlobPredictionFiles.Folder(day), cancellationToken)).Where(f => f.IsLog && f.Changed >= since))
            {
                void Seen(RecordBlock block)
                {
                    if (block.Failed > 0 && block.LastMilliseconds >= from && blocks.Add((BlobPredictionFiles.WriterOf(file), block)))
                    {
                        failed += block.Failed;
                    }
                }

                await foreach (var record in _files.ReadAsync(file, b => b.LastMilliseconds >= from, Seen, cancellationToken))
                {
                    if (record.ModelVersion == version && record.At >= since.UtcDateTime && records.Add(record.Id))
                    {
                        latencies.Add(record.Latency);
                    }
                }
            }
        }

        latencies.Sort();
        return new RecentAnswers(latencies.Count, failed, latencies.Count == 0 ? null : latencies[(int)Math.Ceiling(0.99 * latencies.Count) - 1]);
    }
}
