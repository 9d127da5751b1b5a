namespace HotelCancellation.Simulation;

/// <summary>What all rooms of one booking or one block have in common.</summary>
internal sealed record Party
{
    /// <summary>Its segment.</summary>
    public required SegmentProfile Segment { get; init; }

    /// <summary>The first night.</summary>
    public required DateOnly Arrival { get; init; }

    /// <summary>Nights.</summary>
    public required int Nights { get; init; }

    /// <summary>The agent, or null.</summary>
    public required Agent? Agent { get; init; }

    /// <summary>The company that pays, or null.</summary>
    public required string? Company { get; init; }

    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The deposit.</summary>
    public required string DepositType { get; init; }

    /// <summary>The meal plan.</summary>
    public required string Meal { get; init; }

    /// <summary>The country, or null.</summary>
    public required string? Country { get; init; }

    /// <summary>Draws a party.</summary>
    public static Party Draw(SegmentProfile segment, PropertyProfile property, AgentPool agents, DateOnly bookedOn, ref SplitMix64 random)
    {
        var lead = LeadTimeModel.Draw(segment, property.Calendar, bookedOn, ref random);
        var agent = agents.Pick(segment, ref random);
        return new Party
        {
            Segment = segment,
            Arrival = bookedOn.AddDays(lead),
            Nights = StayModel.DrawNights(property.Kind, segment, ref random),
            Agent = agent,
            Company = agents.PickCompany(segment, ref random),
            Channel = segment.Channels.Pick(ref random),
            DepositType = Deposit(segment, agent, lead, random.NextDouble()),
            Meal = segment.Meals.Pick(ref random),
            Country = CountryModel.Draw(segment, ref random),
        };
    }

    // Deposits are asked for by some agents more than by others, and for bookings made early.
    private static string Deposit(SegmentProfile segment, Agent? agent, int leadTimeDays, double u)
    {
        var nonRefund = Math.Min(0.97, segment.NonRefundShare * (agent?.NonRefundFactor ?? 0.5) * Math.Clamp(leadTimeDays / 130.0, 0.3, 1.7));
        return u < nonRefund ? Vocabulary.NonRefund : u > 1 - segment.RefundableShare ? Vocabulary.Refundable : Vocabulary.NoDeposit;
    }
}
