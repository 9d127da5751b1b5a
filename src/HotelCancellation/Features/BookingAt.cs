using HotelCancellation.Bookings;

namespace HotelCancellation.Features;

/// <summary>A booking and the day it is asked about.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="AsOf">The day; nothing known after it may enter a feature.</param>
public readonly record struct BookingAt(Booking Booking, DateOnly AsOf);
