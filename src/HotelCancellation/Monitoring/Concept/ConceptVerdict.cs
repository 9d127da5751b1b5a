namespace HotelCancellation.Monitoring.Concept;

/// <summary>Whether guests cancel as often as the same bookings did in training.</summary>
public sealed record ConceptVerdict
{
    /// <summary>Whether they do not: the change is none of chance, and larger than the least that counts.</summary>
    public required bool IsDrift { get; init; }

    /// <summary>The first day of the span in which the change shows most.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Cancellations in the span, a party counted as one.</summary>
    public required double Events { get; init; }

    /// <summary>Those that were to be expected.</summary>
    public required double Expected { get; init; }

    /// <summary>Cancellations over those expected: 1 is as ever.</summary>
    public double Ratio => Expected > 0 ? Events / Expected : double.NaN;

    /// <summary>How far the span is from what was expected, as a standard normal deviate of its likelihood ratio; above 0 is more.</summary>
    public required double Deviation { get; init; }

    /// <summary>The deviation from which on it counts.</summary>
    public required double Critical { get; init; }

    /// <summary>The same over all days that were looked at.</summary>
    public required double RatioOfAll { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public required string Reason { get; init; }
}
