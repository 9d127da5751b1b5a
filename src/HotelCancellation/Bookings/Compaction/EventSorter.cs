namespace HotelCancellation.Bookings.Compaction;

/// <summary>
/// Sorts any number of events in bounded memory: what does not fit is sorted in parts, which wait in temporary files (external merge sort; Knuth,
/// The Art of Computer Programming 3, 5.4). The files have no name once they are open, so that none outlives the process.
/// </summary>
/// <param name="order">The order; it must put the same events next to each other.</param>
/// <param name="inMemory">The most events held in memory before they go to a file.</param>
internal sealed class EventSorter(Comparison<StoredEvent> order, int inMemory) : IAsyncDisposable
{
    private readonly List<StoredEvent> _events = [];
    private readonly List<Stream> _parts = [];

    /// <summary>The events added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one.</summary>
    public async ValueTask AddAsync(StoredEvent each, CancellationToken cancellationToken)
    {
        _events.Add(each);
        Count++;
        if (_events.Count >= inMemory)
        {
            var part = TemporaryFile.Create();
            _parts.Add(part);
            _events.Sort(order);
            await EventFile.WriteAsync(part, _events.ToAsyncEnumerable(), cancellationToken);
            _events.Clear();
        }
    }

    /// <summary>All that was added, in order and without the repeats. To be read once.</summary>
    public SortedEvents Sorted(CancellationToken cancellationToken)
    {
        _events.Sort(order);
        var parts = _parts.Select(part => EventFile.ReadAsync(() => Rewind(part), cancellationToken));
        return new SortedEvents(EventMerge.MergeAsync([.. parts, _events.ToAsyncEnumerable()], order, cancellationToken), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }
    }

    private static Task<Stream> Rewind(Stream part)
    {
        part.Position = 0;
        return Task.FromResult(part);
    }
}
