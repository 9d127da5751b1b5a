using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation.Replays;

/// <summary>One question of a replay with its answer, and what then happened.</summary>
/// <param name="Cut">The day on which the model was trained.</param>
/// <param name="AsOf">The day asked about.</param>
/// <param name="PropertyId">The property.</param>
/// <param name="BookingId">The booking.</param>
/// <param name="ArrivalDate">Its arrival, as far as the day knew.</param>
/// <param name="Probability">The answer.</param>
/// <param name="Cancelled">What happened; a no-show counts as cancelled.</param>
public readonly record struct ReplayAnswer(DateOnly Cut, DateOnly AsOf, PropertyId PropertyId, BookingId BookingId, DateOnly ArrivalDate, double Probability, bool Cancelled)
{
    /// <summary>The answer about a booking as it stood.</summary>
    public static ReplayAnswer Of(DateOnly cut, DateOnly asOf, Booking booking, double probability, bool cancelled)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return new ReplayAnswer(cut, asOf, booking.PropertyId, booking.BookingId, booking.ArrivalDate, probability, cancelled);
    }
}
