namespace HotelCancellation.Simulation.Replays;

/// <summary>What a replay asks.</summary>
public enum ReplayTask
{
    /// <summary>Bookings made in the month after each day, each as of the day it was made.</summary>
    BookingTime,

    /// <summary>Bookings on the books on each day, as of that day.</summary>
    OnTheBooks,

    /// <summary>Late arrivals after training on early ones: one split.</summary>
    Static,
}
