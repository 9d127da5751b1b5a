namespace HotelCancellation.Bookings.Events;

/// <summary>What an event does to the life of a booking.</summary>
public enum LifeCycleStep
{
    /// <summary>The ordinary course.</summary>
    Forward,

    /// <summary>What was said before is taken back: reinstated, check-in or check-out reversed, arrived after all.</summary>
    Reversal,

    /// <summary>No hotel can mean this.</summary>
    Impossible,
}

/// <summary>
/// The life of a booking: booked, modified any number of times, then cancelled, not shown up, or checked in and out. Hotels take
/// steps back, and those that make sense are allowed; see <c>docs/decisions/0006</c>.
/// </summary>
public static class LifeCycle
{
    private const LifeCycleStep F = LifeCycleStep.Forward;
    private const LifeCycleStep R = LifeCycleStep.Reversal;
    private const LifeCycleStep X = LifeCycleStep.Impossible;

    // Row: where the booking stands. Column: what the event says.
    private static readonly LifeCycleStep[][] Steps =
    [
        //          booked modified cancelled noShow checkedIn checkedOut
        /* booked */     [F, F, F, F, F, F],
        /* modified */   [F, F, F, F, F, F],
        /* cancelled */  [R, X, F, X, R, R],
        /* noShow */     [R, X, R, F, R, R],
        /* checkedIn */  [R, F, X, X, F, F],
        /* checkedOut */ [X, X, X, X, R, F],
    ];

    /// <summary>What an event does to a booking that stands somewhere.</summary>
    public static LifeCycleStep Step(BookingStatus from, BookingStatus to) => Steps[(int)from][(int)to];

    /// <summary>Where the booking stands after an event that is not impossible. A change during the stay leaves the guest in the house.</summary>
    public static BookingStatus After(BookingStatus from, BookingStatus to) =>
        from == BookingStatus.CheckedIn && to == BookingStatus.Modified ? from : to;
}
