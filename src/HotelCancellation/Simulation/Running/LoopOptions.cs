namespace HotelCancellation.Simulation.Running;

/// <summary>What <see cref="LoopRun"/> is asked for.</summary>
public sealed record LoopOptions
{
    /// <summary>The first day that the first model answers on: it knows what happened before.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Days that are walked through, 1 to 3650.</summary>
    public required int Days { get; init; }

    /// <summary>Days before the end of what is known whose arrivals champion and challenger are compared on, as <see cref="Retraining.RetrainingOptions.CompareDays"/>.</summary>
    public required int CompareDays { get; init; }

    /// <summary>Samples of the bootstrap.</summary>
    /// <value>Default: 1,000.</value>
    public int Rounds { get; init; } = 1_000;
}
