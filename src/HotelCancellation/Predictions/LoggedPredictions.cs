using System.Globalization;
using System.Runtime.CompilerServices;
using HotelCancellation.Bookings;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Predictions;

/// <summary>
/// Reads the log: compacted days, and what is not compacted yet, so that it does not matter when compaction last ran. A record is seen once, however often it was written.
/// </summary>
public sealed class LoggedPredictions
{
    /// <summary>Days that are read side by side.</summary>
    internal const int DaysAtOnce = 32;

    private readonly BlobPredictionFiles _files;
    private readonly BlobPredictionDays _days;
    private readonly int _inMemory;

    internal LoggedPredictions(BlobPredictionFiles files, BlobPredictionDays days, IOptions<PredictionsOptions> options) =>
        (_files, _days, _inMemory) = (files, days, options.Value.RecordsInMemory);

    /// <summary>Finds a prediction; null where there is none, or none yet: see <see cref="PredictionsOptions.FlushSeconds"/>.</summary>
    /// <remarks>
    /// The id has the day and the process. Of a compacted day that is two small reads and a row group. Of another one it is a listing of the process's files
    /// of the day and the reading of at most three of them, of which only blocks of the id's time are looked into.
    /// </remarks>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<PredictionRecord?> FindAsync(PredictionId id, CancellationToken cancellationToken)
    {
        if (!PredictionId.TryParse(id.Value, out _))
        {
            return null;
        }

        // The files are listed before the index is read: what is compacted in between is then in both, and not in neither.
        var day = DateOnly.FromDateTime(id.Time.UtcDateTime);
        var files = await _files.ListAsync(BlobPredictionFiles.Folder(day) + id.WriterTag, cancellationToken);
        var (index, _) = await _days.IndexAsync(day, cancellationToken);
        if (await _days.FindAsync(index, id, cancellationToken) is { } found)
        {
            return found;
        }

        var at = id.Milliseconds;
        foreach (var file in Near(files.FindAll(f => f.IsLog && !index.Has(f)), at))
        {
            var records = _files.ReadAsync(file, block => block.FirstMilliseconds <= at && at <= block.LastMilliseconds, null, cancellationToken);
            if (await records.FirstOrDefaultAsync(r => r.Id == id, cancellationToken) is { } waiting)
            {
                return waiting;
            }
        }

        return null;
    }

    /// <summary>The days that are compacted, ascending. One listing.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<IReadOnlyList<DateOnly>> DaysAsync(CancellationToken cancellationToken) =>
        [.. (await _files.ListAsync("", cancellationToken)).Where(f => f.Name.EndsWith(BlobPredictionDays.IndexName, StringComparison.Ordinal)).Select(PredictionCompaction.DayOf).OfType<DateOnly>().Order()];

    /// <summary>What changes whenever the records of a compacted day do; null where it is not compacted.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<string?> ContentAsync(DateOnly day, CancellationToken cancellationToken) =>
        Path.GetFileNameWithoutExtension((await _days.IndexAsync(day, cancellationToken)).Day.Columns);

    /// <summary>Requests for predictions that failed on a compacted day, by what all processes have counted.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<long> FailedAsync(DateOnly day, CancellationToken cancellationToken) => (await _days.IndexAsync(day, cancellationToken)).Day.Failed;

    /// <summary>Reads all of records by property, booking and id.</summary>
    /// <inheritdoc cref="ReadAsync(DateOnly, DateOnly, PropertyId?, RecordParts, CancellationToken)"/>
    public IAsyncEnumerable<PredictionRecord> ReadAsync(DateOnly from, DateOnly to, PropertyId? property, CancellationToken cancellationToken) =>
        ReadAsync(from, to, property, RecordParts.All, cancellationToken);

    /// <summary>
    /// Reads records by property, booking and id, all in ordinal order. Memory depends neither on the records nor on the days: a day has a row group in it (4,000 records), and
    /// of more than <see cref="DaysAtOnce"/> days so many at a time are merged into temporary files first.
    /// </summary>
    /// <param name="from">The first day, UTC, of predictions.</param>
    /// <param name="to">The last day.</param>
    /// <param name="property">The property; null for all of them.</param>
    /// <param name="parts">What to read of each record.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public async IAsyncEnumerable<PredictionRecord> ReadAsync(
        DateOnly from, DateOnly to, PropertyId? property, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var sorter = new RecordSorter(_inMemory);
        var sources = new List<IAsyncEnumerable<PredictionRecord>>();
        await using var runs = new RecordRuns();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var files = await _files.ListAsync(BlobPredictionFiles.Folder(day), cancellationToken);
            if (files.Count == 0)
            {
                continue;
            }

            var (index, _) = await _days.IndexAsync(day, cancellationToken);
            if (sources.Count == DaysAtOnce)
            {
                await runs.AddAsync(RecordMerge.MergeAsync(sources, cancellationToken), cancellationToken);
                sources.Clear();
            }

            sources.Add(_days.ReadAsync(index, property, parts, cancellationToken));
            foreach (var file in files.Where(f => f.IsLog && !index.Has(f)))
            {
                await foreach (var each in _files.ReadAsync(file, null, null, cancellationToken))
                {
                    if (property is null || each.Booking.PropertyId == property)
                    {
                        await sorter.AddAsync(each.Only(parts), cancellationToken);
                    }
                }
            }
        }

        await foreach (var each in RecordMerge.MergeAsync([.. runs.Read(cancellationToken), .. sources, sorter.Sorted(cancellationToken)], cancellationToken))
        {
            yield return each;
        }
    }

    /// <summary>The files that can have a time: of each process the last that begins no later, and its neighbours, since threads overtake each other.</summary>
    internal static IEnumerable<DayFile> Near(IEnumerable<DayFile> files, long milliseconds) =>
        files.GroupBy(BlobPredictionFiles.WriterOf, StringComparer.Ordinal).SelectMany(g =>
        {
            var byNumber = g.OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
            var last = byNumber.FindLastIndex(f => First(f) <= milliseconds);
            return byNumber.Where((_, i) => Math.Abs(i - Math.Max(0, last)) <= 1);
        });

    private static long First(DayFile file) =>
        long.TryParse(Path.GetFileNameWithoutExtension(file.Name).Split('-')[^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first) ? first : 0;
}
