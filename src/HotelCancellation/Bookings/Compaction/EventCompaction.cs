using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>
/// Brings what is finished in the inbox into the columnar files that training reads. It may be killed at any line and run by any number of
/// processes: files are written under new names, the index of a property moves by ETag, and a file of the inbox is marked only after
/// every index that has its events has moved. What is done again adds nothing, since a month is a set of events. See <c>docs/decisions/0009</c>.
/// </summary>
public sealed partial class EventCompaction
{
    private readonly BlobInboxFiles _inbox;
    private readonly BlobColumns _columns;
    private readonly HotelCancellationMeter _meter;
    private readonly TimeProvider _time;
    private readonly CompactionOptions _options;
    private readonly ILogger<EventCompaction> _logger;

    internal EventCompaction(
        BlobInboxFiles inbox, BlobColumns columns, HotelCancellationMeter meter, TimeProvider time,
        IOptions<CompactionOptions> options, ILogger<EventCompaction> logger) =>
        (_inbox, _columns, _meter, _time, _options, _logger) = (inbox, columns, meter, time, options.Value, logger);

    /// <summary>Compacts all that is finished, and removes what is no longer needed.</summary>
    /// <returns>What it did; it did nothing where another process is at it.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer. Nothing is lost; run it again.</exception>
    public async Task<CompactionSummary> RunAsync(CancellationToken cancellationToken)
    {
        var summary = await JobTrace.RunAsync("compact events", () => RunLeasedAsync(cancellationToken));
        _meter.Compacted(summary.Result.ToString(), summary.Added);
        return summary;
    }

    private async Task<CompactionSummary> RunLeasedAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _columns.TryLeaseAsync(TimeSpan.FromSeconds(_options.LeaseSeconds), _time, cancellationToken);
        if (lease is null)
        {
            return new CompactionSummary { Result = CompactionResult.Busy };
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            return await CompactAsync(both.Token);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new CompactionSummary { Result = CompactionResult.Conflict };
        }
    }

    private async Task<CompactionSummary> CompactAsync(CancellationToken cancellationToken)
    {
        var all = await _inbox.ListAsync(cancellationToken);
        var todo = new Queue<InboxFileState>(all.Where(f => f.IsFinished && f.CompactedAt is null));
        var summary = new CompactionSummary { Result = CompactionResult.Done };
        while (todo.Count > 0 && summary.Result == CompactionResult.Done)
        {
            summary = await PassAsync(todo, summary, cancellationToken);
        }

        return summary with { FilesRemoved = await RemoveAsync(all, cancellationToken) };
    }

    /// <summary>Takes as many files as are sorted at once.</summary>
    private async Task<CompactionSummary> PassAsync(Queue<InboxFileState> todo, CompactionSummary summary, CancellationToken cancellationToken)
    {
        await using var sorter = new EventSorter(StoredEvent.ByMonth, _options.EventsInMemory);
        var taken = new List<InboxFileState>();
        while (sorter.Count < (long)_options.EventsInMemory * _options.PartsAtOnce && todo.TryDequeue(out var file))
        {
            try
            {
                await foreach (var each in _inbox.ReadAsync(file, cancellationToken))
                {
                    await sorter.AddAsync(each, cancellationToken);
                }

                taken.Add(file);
            }
            catch (InvalidDataException e)
            {
                // What was read of it is good; the file stays for whoever can mend it, and the rest go on.
                Log.Unreadable(_logger, file.Name, e.Message);
                summary = summary with { Unreadable = summary.Unreadable + 1 };
            }
        }

        await using var sorted = sorter.Sorted(cancellationToken);
        summary = summary with { Read = summary.Read + sorter.Count };
        await sorted.StartAsync();
        while (sorted.Next is { } first)
        {
            summary = await MergeAsync(first.Property, sorted, summary, cancellationToken);
            if (summary.Result != CompactionResult.Done)
            {
                return summary;
            }
        }

        foreach (var file in taken)
        {
            await _inbox.MarkAsync(file, _time.GetUtcNow(), cancellationToken);
        }

        return summary with { InboxFiles = summary.InboxFiles + taken.Count };
    }

    /// <summary>Merges the sorted events of one property into its months.</summary>
    private async Task<CompactionSummary> MergeAsync(PropertyId property, SortedEvents sorted, CompactionSummary summary, CancellationToken cancellationToken)
    {
        var (index, tag) = await _columns.IndexAsync(property, cancellationToken);
        var months = index.Months.ToDictionary(m => m.Month);
        long added = 0;
        var written = 0;
        while (sorted.Next is { } next && next.Property == property)
        {
            var month = next.Month;
            var events = sorted.TakeAsync(e => e.Property == property && e.Month == month, cancellationToken);
            var before = months.GetValueOrDefault(month);
            if (before is not null)
            {
                events = EventMerge.MergeAsync([_columns.ReadAsync(before, cancellationToken), events], StoredEvent.ByMonth, cancellationToken);
            }

            if (await _columns.WriteAsync(index, month, events, before?.Events ?? 0, cancellationToken) is { } after)
            {
                months[month] = after;
                added += after.Events - (before?.Events ?? 0);
                written++;
            }
        }

        if (written == 0)
        {
            return summary;
        }

        var moved = index with { Generation = index.Generation + 1, Months = [.. months.Values.OrderBy(m => m.Month)] };
        return await _columns.TryMoveAsync(moved, tag, cancellationToken)
            ? summary with { Added = summary.Added + added, FilesWritten = summary.FilesWritten + written }
            : summary with { Result = CompactionResult.Conflict };
    }

    private async Task<int> RemoveAsync(List<InboxFileState> inbox, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var removed = await _columns.RemoveUnusedAsync(now.AddMinutes(-_options.KeepReplacedMinutes), cancellationToken);
        foreach (var file in inbox.Where(f => f.CompactedAt < now.AddDays(-_options.KeepInboxDays)))
        {
            removed += await _inbox.RemoveAsync(file, cancellationToken) ? 1 : 0;
        }

        return removed;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{File} is left in the inbox: {Reason}")]
        public static partial void Unreadable(ILogger logger, string file, string reason);
    }
}
