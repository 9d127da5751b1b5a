using System.Threading.Channels;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>
/// Takes booking events in. What is sent at the same time is committed together: first appended to the inbox, then folded into the table,
/// then handed to whoever keeps something about bookings, then answered, so that what is acknowledged is durable in both, and what was cut off before that can be sent again. Safe for many threads.
/// </summary>
public sealed class BookingIngest : IAsyncDisposable
{
    /// <summary>The rule of an event for which its booking has no room.</summary>
    public const string EventLimitRule = "event-limit";

    private const int MostWaiting = 4096;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);
    private readonly Channel<Sending> _queue = Channel.CreateBounded<Sending>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly BlobInbox _inbox;
    private readonly TableBookings _table;
    private readonly IBookingObserver[] _observers;
    private readonly HotelCancellationMeter _meter;
    private readonly int _mostEvents;
    private readonly Lazy<Task> _pump;

    internal BookingIngest(BlobInbox inbox, TableBookings table, IEnumerable<IBookingObserver> observers, HotelCancellationMeter meter, IOptions<IngestOptions> options)
    {
        (_inbox, _table, _observers, _meter, _mostEvents) = (inbox, table, [.. observers], meter, options.Value.MaxEventsPerCommit);
        _pump = new Lazy<Task>(() => Task.Run(PumpAsync));
    }

    /// <summary>Takes events in and gives a receipt for each, in their order. Which events there are is for the caller to check.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer. Nothing is acknowledged; send the events again.</exception>
    public Task<IReadOnlyList<EventReceipt>> SubmitAsync(IReadOnlyList<BookingEvent> events, CancellationToken cancellationToken) =>
        SubmitAsync(events, isDurable: false, cancellationToken);

    /// <summary>Takes events into the table that are in the inbox already.</summary>
    internal Task<IReadOnlyList<EventReceipt>> ReplayAsync(IReadOnlyList<BookingEvent> events, CancellationToken cancellationToken) =>
        SubmitAsync(events, isDurable: true, cancellationToken);

    /// <summary>Finishes what has been sent.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_pump.IsValueCreated)
        {
            await _pump.Value;
            using var limit = new CancellationTokenSource(Goodbye);
            await _inbox.RetireAsync(limit.Token);
        }
    }

    private async Task<IReadOnlyList<EventReceipt>> SubmitAsync(IReadOnlyList<BookingEvent> events, bool isDurable, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return [];
        }

        _ = _pump.Value;
        var sending = new Sending(events, isDurable);
        await _queue.Writer.WriteAsync(sending, cancellationToken);
        return await sending.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>One commit after the other: while one is on its way, the next one gathers.</summary>
    private async Task PumpAsync()
    {
        var group = new List<Sending>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            for (var events = 0; events < _mostEvents && _queue.Reader.TryRead(out var sending); events += sending.Events.Length)
            {
                group.Add(sending);
            }

            try
            {
                await CommitAsync(group);
            }
            catch (Exception e)
            {
                // Some may be in the inbox and not in the table: whoever looks for files that are left will find them.
                _inbox.Abandon();
                group.ForEach(s => s.Answer.TrySetException(e));
            }
        }
    }

    private async Task CommitAsync(List<Sending> group)
    {
        var changes = new Dictionary<BookingKey, BookingChange>();
        var lines = new List<KeyedEvent>();
        foreach (var sending in group)
        {
            foreach (var each in sending.Events)
            {
                var key = BookingKey.Of(each.Event);
                if (!changes.TryGetValue(key, out var change))
                {
                    changes.Add(key, change = new BookingChange(key));
                }

                if (!sending.IsDurable && _table.Remembered(key)?.Has(each) != true && !change.Sent.Exists(s => IsSame(s, each)))
                {
                    lines.Add(each);
                }

                change.Sent.Add(each);
            }
        }

        // Never cancelled: what a caller no longer waits for may belong to others of the group too.
        await _inbox.AppendAsync(lines, CancellationToken.None);
        await _table.ApplyAsync(changes.Values, CancellationToken.None);
        foreach (var observer in _observers)
        {
            // What did not change too: it may have been cut off here the last time.
            await observer.ChangedAsync([.. changes.Values.Select(c => c.After).Where(h => h.State is not null)], CancellationToken.None);
        }

        Answer(group, changes);
    }

    private void Answer(List<Sending> group, Dictionary<BookingKey, BookingChange> changes)
    {
        var seen = new HashSet<(BookingKey, EventKey, string)>();
        foreach (var sending in group)
        {
            var receipts = new EventReceipt[sending.Events.Length];
            for (var i = 0; i < receipts.Length; i++)
            {
                var each = sending.Events[i];
                var change = changes[BookingKey.Of(each.Event)];
                receipts[i] = Receipt(change, each, isFirst: seen.Add((change.Key, each.Key, each.Content)));
                _meter.Ingested(receipts[i].Verdict.ToString());
            }

            sending.Answer.TrySetResult(receipts);
        }
    }

    private static EventReceipt Receipt(BookingChange change, KeyedEvent each, bool isFirst)
    {
        var state = change.After.State;
        if (!isFirst || change.Before.Has(each))
        {
            return new EventReceipt(EventVerdict.Duplicate, null, state);
        }

        if (!change.After.Has(each))
        {
            return new EventReceipt(EventVerdict.Quarantined, new FieldFault("bookingId", each.Event.Booking.BookingId.Value, EventLimitRule, "has so many events that there is no room for more"), state);
        }

        var fault = state!.Marked.FirstOrDefault(m => IsSame(m.Event, each))?.Fault;
        return new EventReceipt(fault is null ? EventVerdict.Accepted : EventVerdict.Quarantined, fault, state);
    }

    private static bool IsSame(KeyedEvent a, KeyedEvent b) => a.Key == b.Key && string.Equals(a.Content, b.Content, StringComparison.Ordinal);

    private sealed class Sending(IReadOnlyList<BookingEvent> events, bool isDurable)
    {
        // Keyed here, on the caller's thread, since hashing is most of the work.
        public KeyedEvent[] Events { get; } = [.. events.Select(KeyedEvent.Of)];

        public bool IsDurable { get; } = isDurable;

        public TaskCompletionSource<IReadOnlyList<EventReceipt>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
