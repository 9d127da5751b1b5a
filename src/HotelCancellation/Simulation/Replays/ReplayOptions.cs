namespace HotelCancellation.Simulation.Replays;

/// <summary>How a replay walks through time.</summary>
public sealed record ReplayOptions
{
    /// <summary>The first day on which a model is trained and asked.</summary>
    /// <value>Default: 2016-07-01.</value>
    public DateOnly From { get; init; } = new(2016, 7, 1);

    /// <summary>How many such days, the first of a month each.</summary>
    /// <value>Default: 12.</value>
    public int Months { get; init; } = 12;

    /// <summary>Where another process does the rest: which of these days are gone through here, counted from 0.</summary>
    /// <value>Default: all.</value>
    public Range Stretch { get; init; } = Range.All;

    /// <summary>Arrivals from this day on are asked about in the static task, those before it are learned from.</summary>
    /// <value>Default: 2017-03-01.</value>
    public DateOnly Split { get; init; } = new(2017, 3, 1);

    /// <summary>Whether the model is trained every month; otherwise once, on the first day.</summary>
    /// <value>Default: true.</value>
    public bool Retrain { get; init; } = true;

    /// <summary>
    /// Whether a question at booking time may look at what happened to other bookings up to its own day. Otherwise, as the protocol
    /// has it, nothing of the day of training or later is looked at.
    /// </summary>
    /// <value>Default: false.</value>
    public bool FreshContext { get; init; }
}
