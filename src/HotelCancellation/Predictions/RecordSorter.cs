namespace HotelCancellation.Predictions;

/// <summary>Sorts any number of records in bounded memory: what does not fit is sorted in parts, which wait in temporary files.</summary>
/// <param name="inMemory">The most records held in memory before they go to a file.</param>
internal sealed class RecordSorter(int inMemory) : IAsyncDisposable
{
    private readonly List<PredictionRecord> _records = [];
    private readonly RecordRuns _parts = new();

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

        _records.Sort(PredictionRecord.Compare);
        await _parts.AddAsync(_records.ToAsyncEnumerable(), cancellationToken);
        _records.Clear();
    }

    /// <summary>All that was added, in order and without the repeats. To be read once.</summary>
    public IAsyncEnumerable<PredictionRecord> Sorted(CancellationToken cancellationToken)
    {
        _records.Sort(PredictionRecord.Compare);
        return RecordMerge.MergeAsync([.. _parts.Read(cancellationToken), _records.ToAsyncEnumerable()], cancellationToken);
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}
