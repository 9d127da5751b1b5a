using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Training.Snapshots;

/// <summary>A booking's history, made quick to ask how it stood on many days. Immutable.</summary>
public sealed class BookingLife
{
    private readonly int[] _days;
    private readonly BookingState[] _states;

    /// <summary>Creates it from a history of one event or more.</summary>
    public BookingLife(BookingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        History = history;
        _days = [.. history.Events.Select(e => e.Event.StatusDate.DayNumber).Distinct()];
        _states = [.. _days.Select((day, i) => i == _days.Length - 1 ? history.State! : history.StateAsOf(DateOnly.FromDayNumber(day + 1))!)];
    }

    /// <summary>The history.</summary>
    public BookingHistory History { get; }

    /// <summary>The booking as it was first known.</summary>
    public Booking First => _states[0].Booking;

    /// <summary>The day it was made, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int BookedOn => First.BookedOn.DayNumber;

    /// <summary>The day of its first event.</summary>
    public int FirstDay => _days[0];

    /// <summary>How it stood at the beginning of a day; null where it was not known yet. See <see cref="BookingHistory.StateAsOf"/>.</summary>
    public BookingState? At(int day)
    {
        var i = _days.Length - 1;
        while (i >= 0 && _days[i] >= day)
        {
            i--;
        }

        return i < 0 ? null : _states[i];
    }

    /// <summary>The share of the booking that is lost as far as a day knows: 1 cancelled, 0 kept or arrived; null while it is open.</summary>
    public float? LostAsOf(int day) => At(day) is not { } state ? null
        : state.Status.IsCancellation() ? 1
        : state.Status.IsResolved() || state.Booking.ArrivalDate.DayNumber < day ? 0
        : null;

    /// <summary>Whether it is on the books at the beginning of a day: known, open, and not to have arrived before.</summary>
    public bool IsOnBooks(int day) => At(day) is { Status: BookingStatus.Booked or BookingStatus.Modified } state && state.Booking.ArrivalDate.DayNumber >= day;

    /// <summary>Whether it is cancelled or not shown up for on a day from one on and before another.</summary>
    public bool IsLostWithin(int from, int until)
    {
        for (var i = 0; i < _days.Length; i++)
        {
            if (_days[i] >= from && _days[i] < until && _states[i].Status.IsCancellation())
            {
                return true;
            }
        }

        return false;
    }
}
