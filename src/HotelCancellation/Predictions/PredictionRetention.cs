using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Predictions;

/// <summary>Removes the days of predictions that are older than <see cref="PredictionsOptions.RetentionDays"/>, whole. It may be killed at any line.</summary>
public sealed class PredictionRetention
{
    private readonly BlobPredictionFiles _files;
    private readonly BlobPredictionDays _days;
    private readonly TimeProvider _time;
    private readonly PredictionsOptions _options;

    internal PredictionRetention(BlobPredictionFiles files, BlobPredictionDays days, TimeProvider time, IOptions<PredictionsOptions> options) =>
        (_files, _days, _time, _options) = (files, days, time, options.Value);

    /// <summary>Removes what is too old.</summary>
    /// <returns>Days that were removed; null where another process is compacting or removing.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer. Run it again.</exception>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _days.TryLeaseAsync(TimeSpan.FromSeconds(_options.LeaseSeconds), _time, cancellationToken);
        if (lease is null)
        {
            return null;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        var first = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime).AddDays(-_options.RetentionDays);
        var removed = 0;
        foreach (var day in (await _files.ListAsync("", both.Token)).GroupBy(PredictionCompaction.DayOf).Where(g => g.Key < first))
        {
            // The index first: without it a reader finds nothing rather than something that is going.
            foreach (var file in day.OrderBy(f => !f.Name.EndsWith(BlobPredictionDays.IndexName, StringComparison.Ordinal)))
            {
                await _files.RemoveAsync(file, both.Token);
            }

            removed++;
        }

        return removed;
    }
}
