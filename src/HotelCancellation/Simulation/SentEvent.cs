using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>An event on its way to us.</summary>
/// <param name="Event">The event; <see cref="BookingEvent.StatusDate"/> is the day it happened.</param>
/// <param name="SentOn">The day it is sent, not before it happened.</param>
/// <param name="IsRepeat">Whether it was sent before.</param>
public sealed record SentEvent(BookingEvent Event, DateOnly SentOn, bool IsRepeat);
