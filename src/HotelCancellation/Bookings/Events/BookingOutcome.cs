namespace HotelCancellation.Bookings.Events;

/// <summary>What became of a booking.</summary>
public enum OutcomeKind
{
    /// <summary>The guest came.</summary>
    Kept,

    /// <summary>Cancelled.</summary>
    Cancelled,

    /// <summary>The guest did not come. For inventory this is a cancellation; reports keep it apart.</summary>
    NoShow,
}

/// <summary>What became of a booking, and since when that is known. It is the label that a model learns from.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="KnownOn">The day on which it became known: of the cancellation, the no-show or the check-in; without a check-in, the day of arrival.</param>
/// <param name="ArrivalDate">The day of arrival, whose cohort decides when it may be learned from.</param>
public readonly record struct BookingOutcome(OutcomeKind Kind, DateOnly KnownOn, DateOnly ArrivalDate)
{
    /// <summary>Whether the room was not used: cancelled or not shown up.</summary>
    public bool IsCancellation => Kind != OutcomeKind.Kept;

    /// <summary>Whether a day knows the outcome. What happened on the day itself counts as not known yet.</summary>
    public bool IsKnown(DateOnly asOf) => KnownOn < asOf;

    /// <summary>
    /// Whether it may be learned from on a day: it is known, and the arrival day has passed, so that the stays of the cohort
    /// are known too. A cancellation that is known weeks before the arrival does not mature before its cohort's stays do.
    /// </summary>
    public bool IsMature(DateOnly asOf) => IsKnown(asOf) && ArrivalDate < asOf;
}
