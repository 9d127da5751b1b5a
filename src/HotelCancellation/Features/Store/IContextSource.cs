using HotelCancellation.Bookings;

namespace HotelCancellation.Features.Store;

/// <summary>Says what was known of the bookings around a booking: from storage in a host, from a file's bookings in the tool.</summary>
public interface IContextSource
{
    /// <summary>What was known by a day; null where it cannot be said now.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="asOf">The day; what happened on it or later is not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<BookingContext?> ContextAsync(Booking booking, DateOnly asOf, CancellationToken cancellationToken);
}
