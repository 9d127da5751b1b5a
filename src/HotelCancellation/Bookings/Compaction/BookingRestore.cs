using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;

namespace HotelCancellation.Bookings.Compaction;

/// <summary>What a restore came to.</summary>
/// <param name="Properties">Properties that were gone through.</param>
/// <param name="Bookings">Their bookings.</param>
/// <param name="Events">Events of these.</param>
/// <param name="Added">Events that the table had not.</param>
/// <param name="WithoutRoom">Events for which their booking's row has no room; they stay in <c>events</c> alone, as they did when they came.</param>
public sealed record RestoreSummary(int Properties, long Bookings, long Events, long Added, long WithoutRoom);

/// <summary>
/// Builds the tables of bookings and features anew from the events, by the code that built them. What is there already stays as it is, so that it may be
/// run at any time, beside hosts that take bookings in, and again after it was cut off.
/// </summary>
public sealed class BookingRestore
{
    private const int EventsAtOnce = 2_000;
    private readonly ColumnarEvents _events;
    private readonly BookingIngest _ingest;

    internal BookingRestore(ColumnarEvents events, BookingIngest ingest) => (_events, _ingest) = (events, ingest);

    /// <summary>Restores.</summary>
    /// <param name="property">The property; null for all of them.</param>
    /// <param name="progress">Told how many bookings are done.</param>
    /// <param name="cancellationToken">Ends it; what is done is done.</param>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer; run it again.</exception>
    /// <exception cref="InvalidDataException">A file of events is not what compaction or ingest wrote.</exception>
    public async Task<RestoreSummary> RunAsync(PropertyId? property, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var summary = new RestoreSummary(0, 0, 0, 0, 0);
        PropertyId? last = null;
        var (waiting, count) = (new List<BookingHistory>(), 0);
        await foreach (var history in _events.ReadAsync(property, null, cancellationToken))
        {
            var own = history.Events[0].Event.Booking.PropertyId;
            summary = summary with
            {
                Properties = summary.Properties + (last == own ? 0 : 1),
                Bookings = summary.Bookings + 1,
                Events = summary.Events + history.Events.Count,
            };
            last = own;
            waiting.Add(history);
            count += history.Events.Count;
            if (count >= EventsAtOnce)
            {
                summary = await SendAsync(waiting, summary, cancellationToken);
                count = 0;
                progress?.Report(summary.Bookings);
            }
        }

        return await SendAsync(waiting, summary, cancellationToken);
    }

    private async Task<RestoreSummary> SendAsync(List<BookingHistory> histories, RestoreSummary summary, CancellationToken cancellationToken)
    {
        var receipts = await _ingest.ReplayAsync([.. histories.SelectMany(h => h.Events).Select(e => e.Event)], cancellationToken);
        var next = 0;
        foreach (var history in histories)
        {
            var own = receipts.Skip(next).Take(history.Events.Count).ToList();
            next += own.Count;
            if (own.Exists(IsFull))
            {
                // What does not fit as a whole is taken not at all; one after the other, the first ones are.
                own.Clear();
                foreach (var each in history.Events)
                {
                    own.AddRange(await _ingest.ReplayAsync([each.Event], cancellationToken));
                }
            }

            var full = own.Count(IsFull);
            summary = summary with { Added = summary.Added + own.Count(r => r.Verdict != EventVerdict.Duplicate) - full, WithoutRoom = summary.WithoutRoom + full };
        }

        histories.Clear();
        return summary;
    }

    private static bool IsFull(EventReceipt receipt) => receipt.Fault?.Rule == BookingIngest.EventLimitRule;
}
