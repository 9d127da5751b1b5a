using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation.Replays;

/// <summary>One question of a replay with its answer, and what then happened.</summary>
/// <param name="Cut">The day on which the model was trained.</param>
/// <param name="Booking">The booking.</param>
/// <param name="AsOf">The day asked about.</param>
/// <param name="Probability">The answer.</param>
/// <param name="Cancelled">What happened; a no-show counts as cancelled.</param>
public readonly record struct ReplayAnswer(DateOnly Cut, Booking Booking, DateOnly AsOf, double Probability, bool Cancelled);
