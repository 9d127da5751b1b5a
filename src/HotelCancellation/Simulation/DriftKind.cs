namespace HotelCancellation.Simulation;

/// <summary>What changes in the simulated world, or in what is told of it.</summary>
public enum DriftKind
{
    /// <summary>Prices rise for everyone. Guests compare with the new level, so that the risk of cancelling stays.</summary>
    Price,

    /// <summary>Bookings move from <c>Online TA</c> to <c>Direct</c>.</summary>
    Mix,

    /// <summary>A new agent takes over part of the <c>Online TA</c> bookings; they are cancelled at twice the hazard.</summary>
    Agent,

    /// <summary>Guests cancel more: the daily hazard of every booking, also of those made before.</summary>
    Behaviour,

    /// <summary>Part of one column's values is missing in what the hotel sends. The bookings themselves stay as they are.</summary>
    Feed,
}
