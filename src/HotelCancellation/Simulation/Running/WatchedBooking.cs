using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Monitoring.Concept;

namespace HotelCancellation.Simulation.Running;

/// <summary>A booking that is followed.</summary>
internal sealed class WatchedBooking
{
    /// <summary>What is known of it.</summary>
    public required BookingHistory History { get; set; }

    /// <summary>As it was on its day of booking; null until it is followed.</summary>
    public Booking? Made { get; set; }

    /// <summary>Whether it was predicted: those made before the first day are followed and were not.</summary>
    public bool IsPredicted { get; set; }

    /// <summary>What it makes of the pace of cancelling.</summary>
    public double Risk { get; set; }

    /// <summary>What was predicted on its day of booking.</summary>
    public double Probability { get; set; }

    /// <summary>Bookings of its party; 0 until it was first counted as open.</summary>
    public int Party { get; set; }

    /// <summary>The last day on which it was counted as open or cancelled, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int CountedUntil { get; set; }

    /// <summary>The days on which it could be cancelled, as far as is known.</summary>
    public OpenDays Open => OpenDays.Of(Made!, History.State!);
}
