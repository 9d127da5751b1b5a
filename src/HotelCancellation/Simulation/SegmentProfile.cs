namespace HotelCancellation.Simulation;

/// <summary>How a market segment books, stays and cancels at one kind of hotel. Shares are 0 to 1 of the segment's bookings.</summary>
internal sealed record SegmentProfile
{
    /// <summary>The public data's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its share in the hotel's bookings.</summary>
    public required double Share { get; init; }

    /// <summary>Booked on the day of arrival, over those that the distribution of lead times puts there.</summary>
    public required double WalkInShare { get; init; }

    /// <summary>Scale of the Weibull distribution of lead times.</summary>
    public required double LeadScaleDays { get; init; }

    /// <summary>Reciprocal of its shape: how heavy the tail is.</summary>
    public required double LeadTail { get; init; }

    /// <summary>Effect on the logarithm of the risk of cancelling.</summary>
    public required double RiskEffect { get; init; }

    /// <summary>Not shown up, of those that were not cancelled.</summary>
    public required double NoShowShare { get; init; }

    /// <summary>Price over the list price.</summary>
    public required double PriceFactor { get; init; }

    /// <summary>Share of bookings made in blocks of several rooms.</summary>
    public double BlockShare { get; init; }

    /// <summary>Mean number of rooms of a block, above 2.</summary>
    public double BlockRooms { get; init; } = 3;

    /// <summary>Non-refundable deposits, before the agent and the lead time have their say.</summary>
    public double NonRefundShare { get; init; }

    /// <summary>Refundable deposits.</summary>
    public double RefundableShare { get; init; }

    /// <summary>Guests who have been here before.</summary>
    public double RepeatShare { get; init; }

    /// <summary>Bookings paid by a company.</summary>
    public double CompanyShare { get; init; }

    /// <summary>Guests from the hotel's own country.</summary>
    public double HomeShare { get; init; } = 0.35;

    /// <summary>Which agents it comes through.</summary>
    public required AgentSource Agents { get; init; }

    /// <summary>Bookings that no agent made.</summary>
    public double NoAgentShare { get; init; }

    /// <summary>Distribution channels.</summary>
    public required Choice<string> Channels { get; init; }

    /// <summary>Customer types of single bookings.</summary>
    public Choice<string> Customers { get; init; } = new(("Transient", 0.95), ("Transient-Party", 0.04), ("Group", 0.01));

    /// <summary>Meal plans.</summary>
    public Choice<string> Meals { get; init; } = new(("BB", 0.93), ("HB", 0.04), ("SC", 0.03));

    /// <summary>Numbers of special requests.</summary>
    public Choice<int> Requests { get; init; } = new((0, 0.61), (1, 0.25), (2, 0.105), (3, 0.03), (4, 0.005));

    /// <summary>Whether it books on the web at an agency.</summary>
    public bool IsOnline => Agents == AgentSource.Online;

    /// <summary>The segments of a kind of hotel, as measured on the public data.</summary>
    public static IReadOnlyList<SegmentProfile> Of(PropertyKind kind) => kind == PropertyKind.City ? SegmentTable.City : SegmentTable.Resort;
}
