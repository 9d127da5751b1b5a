namespace HotelCancellation.Model;

/// <summary>A coarse reading of a probability for people.</summary>
public enum RiskBand
{
    /// <summary>Below <see cref="DecisionRule.MediumFrom"/>.</summary>
    Low,

    /// <summary>From <see cref="DecisionRule.MediumFrom"/>.</summary>
    Medium,

    /// <summary>From <see cref="DecisionRule.HighFrom"/>.</summary>
    High,
}

/// <summary>How a probability becomes a decision.</summary>
/// <param name="Threshold">From this probability on a booking is said to be cancelled; the best F1 on held-out bookings.</param>
/// <param name="MediumFrom">From this probability on the risk is medium.</param>
/// <param name="HighFrom">From this probability on the risk is high.</param>
public sealed record DecisionRule(double Threshold, double MediumFrom = 0.3, double HighFrom = 0.6)
{
    /// <summary>Whether the booking is said to be cancelled.</summary>
    public bool WillCancel(double probability) => probability >= Threshold;

    /// <summary>The risk band of a probability.</summary>
    public RiskBand Band(double probability) =>
        probability >= HighFrom ? RiskBand.High : probability >= MediumFrom ? RiskBand.Medium : RiskBand.Low;
}
