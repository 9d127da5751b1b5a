using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>A simulated booking with what no hotel knows: how likely its cancellation was.</summary>
/// <param name="Event">The booking as it stands at the end, or on <see cref="GeneratorOptions.HorizonDate"/>.</param>
/// <param name="TrueProbability">
/// Probability, on the day the booking was made, that it would be cancelled or not show up: 1 minus the product of the daily
/// survival probabilities and of showing up. It knows the hidden tendencies of guest, agent and group, so no model can do better;
/// of a drift of behaviour it knows also when that begins after the booking was made.
/// </param>
public sealed record GeneratedBooking(BookingEvent Event, double TrueProbability);
