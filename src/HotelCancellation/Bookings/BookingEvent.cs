namespace HotelCancellation.Bookings;

/// <summary>A booking as it stood when something happened to it.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="Status">Where it stood.</param>
/// <param name="StatusDate">The day since when it stood there, in the hotel's own calendar.</param>
/// <param name="EventId">The sender's own id of the event, when it gives one.</param>
public sealed record BookingEvent(Booking Booking, BookingStatus Status, DateOnly StatusDate, string? EventId = null);
