using System.Runtime.CompilerServices;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>Merges sorted sequences of events into one, without the repeats. Holds one event of each.</summary>
internal static class EventMerge
{
    /// <summary>Merges.</summary>
    /// <param name="sources">The sequences, each in the order.</param>
    /// <param name="order">The order; it must put the same events next to each other.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<StoredEvent> MergeAsync(
        IReadOnlyList<IAsyncEnumerable<StoredEvent>> sources, Comparison<StoredEvent> order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new List<IAsyncEnumerator<StoredEvent>>(sources.Count);
        try
        {
            var queue = new PriorityQueue<IAsyncEnumerator<StoredEvent>, StoredEvent>(Comparer<StoredEvent>.Create(order));
            foreach (var source in sources)
            {
                var events = source.GetAsyncEnumerator(cancellationToken);
                open.Add(events);
                if (await events.MoveNextAsync())
                {
                    queue.Enqueue(events, events.Current);
                }
            }

            StoredEvent? last = null;
            while (queue.TryPeek(out var events, out var each))
            {
                if (last is not null && last.IsSame(each))
                {
                    last = last.ReceivedAt <= each.ReceivedAt ? last : each;
                }
                else
                {
                    if (last is not null)
                    {
                        yield return last;
                    }

                    last = each;
                }

                if (await events.MoveNextAsync())
                {
                    queue.DequeueEnqueue(events, events.Current);
                }
                else
                {
                    queue.Dequeue();
                }
            }

            if (last is not null)
            {
                yield return last;
            }
        }
        finally
        {
            foreach (var events in open)
            {
                await events.DisposeAsync();
            }
        }
    }
}
