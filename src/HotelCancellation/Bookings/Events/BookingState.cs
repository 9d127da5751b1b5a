using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Events;

/// <summary>An event that is kept and does not count.</summary>
/// <param name="Event">The event.</param>
/// <param name="Fault">Why; rule <see cref="BookingState.LifeCycleRule"/> or <see cref="BookingState.EventIdRule"/>.</param>
public sealed record MarkedEvent(KeyedEvent Event, FieldFault Fault);

/// <summary>Where a booking stands: what its events, taken in their canonical order, come to.</summary>
public sealed record BookingState
{
    /// <summary>The rule of an event that cannot follow on those before it.</summary>
    public const string LifeCycleRule = "life-cycle";

    /// <summary>The rule of an event whose id another event of the booking has with other content.</summary>
    public const string EventIdRule = "event-id";

    /// <summary>The booking as the latest event that counts has it.</summary>
    public required Booking Booking { get; init; }

    /// <summary>Where it stands.</summary>
    public required BookingStatus Status { get; init; }

    /// <summary>The day since when it stands there.</summary>
    public required DateOnly StatusDate { get; init; }

    /// <summary>How many events count; a version of the booking, since each event that counts makes the next one.</summary>
    public required int Version { get; init; }

    /// <summary>How many of them took something back.</summary>
    public required int Reversals { get; init; }

    /// <summary>What became of the booking, or null while that is open.</summary>
    public BookingOutcome? Outcome { get; init; }

    /// <summary>The events that do not count, in canonical order.</summary>
    public required IReadOnlyList<MarkedEvent> Marked { get; init; }

    /// <summary>Folds events, one or more, which are in canonical order and differ in key or content.</summary>
    internal static BookingState Fold(IReadOnlyList<KeyedEvent> events)
    {
        var losers = Losers(events);
        var marked = new List<MarkedEvent>();
        BookingState? state = null;
        foreach (var each in events)
        {
            var (booking, status) = (each.Event.Booking, each.Event.Status);
            if (losers is not null && losers.Contains(each.Content))
            {
                marked.Add(new MarkedEvent(each, new FieldFault("eventId", each.Event.EventId, EventIdRule, "is the id of another event of this booking, which says something else")));
                continue;
            }

            var step = state is null ? LifeCycleStep.Forward : LifeCycle.Step(state.Status, status);
            if (step == LifeCycleStep.Impossible)
            {
                marked.Add(new MarkedEvent(each, new FieldFault("status", status.ToText(), LifeCycleRule, $"cannot follow on {state!.Status.ToText()} of {state.StatusDate:yyyy-MM-dd}")));
                continue;
            }

            var after = state is null ? status : LifeCycle.After(state.Status, status);
            state = new BookingState
            {
                Booking = booking,
                Status = after,
                StatusDate = state is not null && state.Status == after ? state.StatusDate : each.Event.StatusDate,
                Version = (state?.Version ?? 0) + 1,
                Reversals = (state?.Reversals ?? 0) + (step == LifeCycleStep.Reversal ? 1 : 0),
                Outcome = OutcomeAfter(state?.Outcome, each.Event, after),
                Marked = marked,
            };
        }

        return state!;
    }

    /// <summary>The same id with several contents: one of them counts, and which one must not depend on which came first.</summary>
    private static HashSet<string>? Losers(IReadOnlyList<KeyedEvent> events)
    {
        HashSet<string>? losers = null;
        var winners = new Dictionary<EventKey, string>();
        foreach (var each in events.Where(e => e.Event.EventId is not null))
        {
            if (!winners.TryGetValue(each.Key, out var other))
            {
                winners.Add(each.Key, each.Content);
                continue;
            }

            var isBefore = string.CompareOrdinal(each.Content, other) < 0;
            (losers ??= new HashSet<string>(StringComparer.Ordinal)).Add(isBefore ? other : each.Content);
            winners[each.Key] = isBefore ? each.Content : other;
        }

        return losers;
    }

    private static BookingOutcome? OutcomeAfter(BookingOutcome? before, BookingEvent current, BookingStatus after)
    {
        var arrival = current.Booking.ArrivalDate;
        if (!after.IsResolved())
        {
            return null;
        }

        var kind = after switch
        {
            BookingStatus.Cancelled => OutcomeKind.Cancelled,
            BookingStatus.NoShow => OutcomeKind.NoShow,
            _ => OutcomeKind.Kept,
        };
        if (before is { } same && same.Kind == kind)
        {
            return same with { ArrivalDate = arrival };
        }

        // Some hotels send no check-in. That the guest is there is then known on the day of arrival, not when they leave.
        var known = after == BookingStatus.CheckedOut && arrival < current.StatusDate ? arrival : current.StatusDate;
        return new BookingOutcome(kind, known, arrival);
    }
}
