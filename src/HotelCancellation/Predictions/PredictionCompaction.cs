using System.Globalization;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Predictions;

/// <summary>What a compaction of predictions did.</summary>
public sealed record PredictionCompactionSummary
{
    /// <summary>How it ended.</summary>
    public required CompactionResult Result { get; init; }

    /// <summary>Days that were written.</summary>
    public int Days { get; init; }

    /// <summary>Log files that were taken.</summary>
    public int Files { get; init; }

    /// <summary>Records of the days that were written.</summary>
    public long Records { get; init; }

    /// <summary>Files that were removed since columns have had all of them for long enough.</summary>
    public int Removed { get; init; }

    /// <summary>Log files with damage; what is before it was taken, and the file stays.</summary>
    public int Damaged { get; init; }
}

/// <summary>
/// Brings the log files of days that are over into one Parquet file a day. It may be killed at any line and run by any number of processes, as
/// <see cref="EventCompaction"/>: what the day's index does not name does not count, and a file that comes late is merged in.
/// </summary>
public sealed partial class PredictionCompaction
{
    private readonly BlobPredictionFiles _files;
    private readonly BlobPredictionDays _days;
    private readonly HotelCancellationMeter _meter;
    private readonly TimeProvider _time;
    private readonly PredictionsOptions _options;
    private readonly ILogger<PredictionCompaction> _logger;

    internal PredictionCompaction(
        BlobPredictionFiles files, BlobPredictionDays days, HotelCancellationMeter meter, TimeProvider time,
        IOptions<PredictionsOptions> options, ILogger<PredictionCompaction> logger) =>
        (_files, _days, _meter, _time, _options, _logger) = (files, days, meter, time, options.Value, logger);

    /// <summary>Compacts all days that are over, and removes what is no longer needed.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer. Nothing is lost; run it again.</exception>
    public async Task<PredictionCompactionSummary> RunAsync(CancellationToken cancellationToken)
    {
        var summary = await JobTrace.RunAsync("compact predictions", () => RunLeasedAsync(cancellationToken));
        _meter.LogCompacted(summary.Result.ToString());
        return summary;
    }

    /// <summary>The day of a blob; null where it is of none.</summary>
    internal static DateOnly? DayOf(DayFile file) =>
        file.Name.Length > 11 && DateOnly.TryParseExact(file.Name.AsSpan(0, 10), "yyyy'/'MM'/'dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private async Task<PredictionCompactionSummary> RunLeasedAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _days.TryLeaseAsync(TimeSpan.FromSeconds(_options.LeaseSeconds), _time, cancellationToken);
        if (lease is null)
        {
            return new PredictionCompactionSummary { Result = CompactionResult.Busy };
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            return await CompactAsync(both.Token);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new PredictionCompactionSummary { Result = CompactionResult.Conflict };
        }
    }

    private async Task<PredictionCompactionSummary> CompactAsync(CancellationToken cancellationToken)
    {
        var summary = new PredictionCompactionSummary { Result = CompactionResult.Done };
        var over = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime.AddMinutes(-_options.SettleMinutes));
        foreach (var day in (await _files.ListAsync("", cancellationToken)).GroupBy(DayOf))
        {
            // A day that rests has its columns, their rows and its index, and is not looked at.
            if (day.Key is { } key && key < over && (day.Any(f => f.IsLog) || day.Count() > 3))
            {
                summary = await CompactAsync(key, [.. day], summary, cancellationToken);
            }
        }

        return summary;
    }

    private async Task<PredictionCompactionSummary> CompactAsync(DateOnly day, List<DayFile> files, PredictionCompactionSummary summary, CancellationToken cancellationToken)
    {
        var (index, tag) = await _days.IndexAsync(day, cancellationToken);
        var todo = files.FindAll(f => f.IsLog && !index.Has(f));
        if (todo.Count == 0)
        {
            return summary with { Removed = summary.Removed + await RemoveAsync(day, index, tag, files, cancellationToken) };
        }

        await using var sorter = new RecordSorter(_options.RecordsInMemory);
        var taken = index.Taken.ToList();
        var blocks = new HashSet<(string Writer, RecordBlock Block)>();
        foreach (var file in todo)
        {
            var damaged = false;
            var (dropped, failed) = (0L, 0L);
            try
            {
                // A block that was written twice, after an answer of storage that was lost, says twice what was dropped and what failed.
                void Count(RecordBlock block)
                {
                    if (block is { Dropped: > 0 } or { Failed: > 0 } && blocks.Add((BlobPredictionFiles.WriterOf(file), block)))
                    {
                        (dropped, failed) = (dropped + block.Dropped, failed + block.Failed);
                    }
                }

                await foreach (var record in _files.ReadAsync(file, null, Count, cancellationToken))
                {
                    await sorter.AddAsync(record, cancellationToken);
                }
            }
            catch (InvalidDataException e)
            {
                damaged = true;
                Log.Damaged(_logger, file.Name, e.Message);
            }

            taken.RemoveAll(t => string.Equals(t.Name, file.Name, StringComparison.Ordinal));
            taken.Add(new TakenFile(file.Name, file.Bytes, damaged, dropped, failed));
        }

        var records = RecordMerge.MergeAsync([_days.ReadAsync(index, null, RecordParts.All, cancellationToken), sorter.Sorted(cancellationToken)], cancellationToken);
        var written = await _days.WriteAsync(day, index, Math.Max(sorter.Width, index.Width), records, cancellationToken);
        return await _days.TryMoveAsync(day, written with { Taken = taken, At = _time.GetUtcNow() }, tag, cancellationToken)
            ? summary with { Days = summary.Days + 1, Files = summary.Files + todo.Count, Records = summary.Records + written.Count, Damaged = summary.Damaged + taken.Count(t => t.Damaged) }
            : summary with { Result = CompactionResult.Conflict };
    }

    private async Task<int> RemoveAsync(DateOnly day, PredictionDay index, string? tag, List<DayFile> files, CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow().AddMinutes(-_options.KeepReplacedMinutes);
        if (index.At >= before || tag is null)
        {
            return 0;
        }

        var unused = files.FindAll(f => f.IsLog
            ? !index.Taken.Any(t => t.Damaged && string.Equals(t.Name, f.Name, StringComparison.Ordinal))
            : f.Changed < before && !f.Name.EndsWith(BlobPredictionDays.IndexName, StringComparison.Ordinal) && f.Name != index.Columns && f.Name != index.Rows);

        // Whoever was halted before it named one of them cannot name it any more after this.
        if (unused.Count == 0 || !await _days.TryMoveAsync(day, index with { Generation = index.Generation + 1 }, tag, cancellationToken))
        {
            return 0;
        }

        var removed = 0;
        foreach (var file in unused)
        {
            removed += await _files.RemoveAsync(file, cancellationToken) ? 1 : 0;
        }

        return removed;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{File} is taken up to its damage, and stays: {Reason}")]
        public static partial void Damaged(ILogger logger, string file, string reason);
    }
}
