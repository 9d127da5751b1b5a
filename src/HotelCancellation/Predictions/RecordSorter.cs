using System.IO.Compression;
using HotelCancellation.Bookings.Compaction;

namespace HotelCancellation.Predictions;

/// <summary>Sorts any number of records in bounded memory: what does not fit is sorted in parts, which wait in temporary files.</summary>
/// <param name="inMemory">The most records held in memory before they go to a file.</param>
internal sealed class RecordSorter(int inMemory) : IAsyncDisposable
{
    // Of each part one block is in memory while they are merged.
    private const int RecordsPerBlock = 256;
    private readonly List<PredictionRecord> _records = [];
    private readonly List<Stream> _parts = [];

    /// <summary>The widest row of features.</summary>
    public int Width { get; private set; }

    /// <summary>The records added.</summary>
    public long Count { get; private set; }

    public async ValueTask AddAsync(PredictionRecord record, CancellationToken cancellationToken)
    {
        _records.Add(record);
        Count++;
        Width = Math.Max(Width, record.Features.Length);
        if (_records.Count < inMemory)
        {
            return;
        }

        var part = TemporaryFile.Create();
        _parts.Add(part);
        _records.Sort(PredictionRecord.Compare);
        var writer = new RecordBlockWriter(CompressionLevel.NoCompression);
        foreach (var each in _records)
        {
            writer.Add(each);
            if (writer.Count == RecordsPerBlock)
            {
                await part.WriteAsync(writer.Finish(0), cancellationToken);
            }
        }

        await part.WriteAsync(writer.Finish(0), cancellationToken);
        _records.Clear();
    }

    /// <summary>All that was added, in order and without the repeats. To be read once.</summary>
    public IAsyncEnumerable<PredictionRecord> Sorted(CancellationToken cancellationToken)
    {
        _records.Sort(PredictionRecord.Compare);
        var parts = _parts.Select(part =>
        {
            part.Position = 0;
            return RecordBlockReader.ReadAsync(part, long.MaxValue, null, null, cancellationToken);
        });
        return RecordMerge.MergeAsync([.. parts, _records.ToAsyncEnumerable()], cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }
    }
}
