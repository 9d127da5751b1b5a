using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Monitoring.Concept;

/// <summary>The days on which a booking could be cancelled: from its day of booking to its arrival or the day it was cancelled.</summary>
/// <param name="BookedOn">The day of booking, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Arrival">The day of arrival.</param>
/// <param name="Last">The last day on which it was open.</param>
/// <param name="IsCancelled">Whether it was cancelled on <paramref name="Last"/>.</param>
public readonly record struct OpenDays(int BookedOn, int Arrival, int Last, bool IsCancelled)
{
    /// <summary>The days of a booking as far as a state tells.</summary>
    /// <param name="booked">The booking as it was on its day of booking, whose arrival counts.</param>
    /// <param name="state">Where it stands.</param>
    public static OpenDays Of(Booking booked, BookingState state)
    {
        ArgumentNullException.ThrowIfNull(booked);
        ArgumentNullException.ThrowIfNull(state);
        var (from, arrival) = (booked.BookedOn.DayNumber, booked.ArrivalDate.DayNumber);
        var isCancelled = state.Status == BookingStatus.Cancelled && state.StatusDate.DayNumber <= arrival;
        var last = state.Status.IsResolved() ? Math.Min(arrival, state.StatusDate.DayNumber) : arrival;
        return new OpenDays(from, arrival, Math.Max(from, last), isCancelled);
    }
}
