using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>Keeps something about bookings up to date. It is told before an event is acknowledged, and again if it fails.</summary>
public interface IBookingObserver
{
    /// <summary>Takes note of bookings as they are now. When it returns, that is durable.</summary>
    /// <param name="histories">Each with all its events. Some may be known already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task ChangedAsync(IReadOnlyCollection<BookingHistory> histories, CancellationToken cancellationToken);
}
