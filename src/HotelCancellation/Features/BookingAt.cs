using HotelCancellation.Bookings;
using HotelCancellation.Features.Store;

namespace HotelCancellation.Features;

/// <summary>A booking and the day it is asked about.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="AsOf">The day; of the bookings around it, nothing of that day or later enters a feature.</param>
/// <param name="Context">What was known of the bookings around it by that day; null where nothing was asked, which counts as nothing known.</param>
public readonly record struct BookingAt(Booking Booking, DateOnly AsOf, BookingContext? Context = null);
