using System.Runtime.CompilerServices;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>A sorted sequence that is read group by group.</summary>
internal sealed class SortedEvents(IAsyncEnumerable<StoredEvent> events, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<StoredEvent> _events = events.GetAsyncEnumerator(cancellationToken);

    /// <summary>The next event that no group has taken; null at the end, and before <see cref="StartAsync"/>.</summary>
    public StoredEvent? Next { get; private set; }

    /// <summary>Goes to the first event.</summary>
    public async Task StartAsync() => Next = await _events.MoveNextAsync() ? _events.Current : null;

    /// <summary>Takes the events up to the first one that is not of the group.</summary>
    public async IAsyncEnumerable<StoredEvent> TakeAsync(Func<StoredEvent, bool> isOfGroup, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (Next is { } each && isOfGroup(each))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return each;
            await StartAsync();
        }
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
