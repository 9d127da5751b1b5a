namespace HotelCancellation.Simulation;

/// <summary>
/// The segments' characters, measured on the data of N. Antonio, A. de Almeida and L. Nunes, <i>Hotel booking demand datasets</i>,
/// Data in Brief 22 (2019) 41-49: a city hotel and a resort hotel in Portugal, arrivals of July 2015 to August 2017.
/// </summary>
internal static class SegmentTable
{
    private static readonly Choice<int> FewRequests = new((0, 0.92), (1, 0.07), (2, 0.01));
    private static readonly Choice<string> Tour = new(("TA/TO", 0.985), ("Corporate", 0.012), ("GDS", 0.003));

    private static readonly SegmentProfile Online = new()
    {
        Name = "Online TA",
        Share = 0.488,
        WalkInShare = 0.02,
        LeadScaleDays = 85,
        LeadTail = 1.0,
        RiskEffect = 0.68,
        NoShowShare = 0.017,
        PriceFactor = 1.10,
        RefundableShare = 0.0003,
        RepeatShare = 0.02,
        HomeShare = 0.25,
        Agents = AgentSource.Online,
        Channels = new(("TA/TO", 0.993), ("GDS", 0.004), ("Direct", 0.003)),
        Customers = new(("Transient", 0.908), ("Transient-Party", 0.062), ("Contract", 0.027), ("Group", 0.003)),
        Meals = new(("BB", 0.71), ("SC", 0.254), ("HB", 0.036)),
        Requests = new((0, 0.37), (1, 0.41), (2, 0.183), (3, 0.033), (4, 0.004)),
    };

    private static readonly SegmentProfile Offline = new()
    {
        Name = "Offline TA/TO",
        Share = 0.211,
        WalkInShare = 0.015,
        LeadScaleDays = 150,
        LeadTail = 0.85,
        RiskEffect = -1.05,
        NoShowShare = 0.016,
        PriceFactor = 0.86,
        BlockShare = 0.33,
        BlockRooms = 8,
        NonRefundShare = 0.31,
        RefundableShare = 0.0002,
        RepeatShare = 0.022,
        HomeShare = 0.30,
        Agents = AgentSource.Operators,
        Channels = Tour,
        Customers = new(("Transient", 0.83), ("Transient-Party", 0.15), ("Contract", 0.01), ("Group", 0.01)),
        Meals = new(("BB", 0.77), ("HB", 0.21), ("SC", 0.02)),
        Requests = new((0, 0.80), (1, 0.17), (2, 0.025), (3, 0.005)),
    };

    private static readonly SegmentProfile Groups = new()
    {
        Name = "Groups",
        Share = 0.176,
        WalkInShare = 0.002,
        LeadScaleDays = 210,
        LeadTail = 0.72,
        RiskEffect = -0.5,
        NoShowShare = 0.010,
        PriceFactor = 0.74,
        BlockShare = 0.88,
        BlockRooms = 14,
        NonRefundShare = 0.52,
        RefundableShare = 0.0003,
        HomeShare = 0.60,
        Agents = AgentSource.Operators,
        NoAgentShare = 0.14,
        Channels = new(("TA/TO", 0.97), ("Corporate", 0.017), ("Direct", 0.013)),
        Customers = new(("Transient", 0.80), ("Transient-Party", 0.18), ("Contract", 0.02)),
        Meals = new(("BB", 0.90), ("HB", 0.095), ("FB", 0.005)),
        Requests = FewRequests,
    };

    private static readonly SegmentProfile Direct = new()
    {
        Name = Vocabulary.Direct,
        Share = 0.077,
        WalkInShare = 0.18,
        LeadScaleDays = 52,
        LeadTail = 1.4,
        RiskEffect = -0.5,
        NoShowShare = 0.024,
        PriceFactor = 1.08,
        BlockShare = 0.05,
        BlockRooms = 3,
        NonRefundShare = 0.003,
        RefundableShare = 0.0005,
        RepeatShare = 0.087,
        HomeShare = 0.50,
        Agents = AgentSource.OwnSite,
        NoAgentShare = 0.42,
        Channels = new(("Direct", 0.985), ("TA/TO", 0.013), ("GDS", 0.002)),
        Customers = new(("Transient", 0.93), ("Transient-Party", 0.058), ("Group", 0.012)),
    };

    private static readonly SegmentProfile Corporate = new()
    {
        Name = "Corporate",
        Share = 0.038,
        WalkInShare = 0.10,
        LeadScaleDays = 19,
        LeadTail = 1.55,
        RiskEffect = -0.1,
        NoShowShare = 0.018,
        PriceFactor = 0.75,
        BlockShare = 0.30,
        BlockRooms = 4,
        NonRefundShare = 0.45,
        RefundableShare = 0.001,
        RepeatShare = 0.522,
        CompanyShare = 0.87,
        HomeShare = 0.75,
        Agents = AgentSource.Operators,
        NoAgentShare = 0.89,
        Channels = new(("Corporate", 0.90), ("TA/TO", 0.07), ("Direct", 0.02), ("GDS", 0.01)),
        Meals = new(("BB", 0.99), ("SC", 0.006), ("HB", 0.004)),
        Requests = new((0, 0.78), (1, 0.18), (2, 0.035), (3, 0.005)),
    };

    private static readonly SegmentProfile Free = new()
    {
        Name = Vocabulary.Complementary,
        Share = 0.007,
        WalkInShare = 0.28,
        LeadScaleDays = 12,
        LeadTail = 1.7,
        RiskEffect = -0.3,
        NoShowShare = 0.018,
        PriceFactor = 0,
        RepeatShare = 0.522,
        CompanyShare = 0.5,
        HomeShare = 0.75,
        Agents = AgentSource.Operators,
        NoAgentShare = 0.9,
        Channels = new(("Direct", 0.79), ("Corporate", 0.12), ("TA/TO", 0.09)),
        Requests = new((0, 0.40), (1, 0.34), (2, 0.17), (3, 0.065), (4, 0.025)),
    };

    private static readonly SegmentProfile Aviation = new()
    {
        Name = "Aviation",
        Share = 0.003,
        WalkInShare = 0.12,
        LeadScaleDays = 5.5,
        LeadTail = 1,
        RiskEffect = 0.2,
        NoShowShare = 0.05,
        PriceFactor = 0.92,
        RepeatShare = 0.522,
        CompanyShare = 0.9,
        HomeShare = 0.3,
        Agents = AgentSource.Operators,
        NoAgentShare = 0.9,
        Channels = new(("Corporate", 0.96), ("TA/TO", 0.04)),
        Meals = new(("BB", 1)),
        Requests = FewRequests,
    };

    /// <summary>A city hotel's segments.</summary>
    public static IReadOnlyList<SegmentProfile> City { get; } = [Online, Offline, Groups, Direct, Corporate, Free, Aviation];

    /// <summary>A resort's segments: the same, with more direct bookings, fewer blocks and deposits, and half board.</summary>
    public static IReadOnlyList<SegmentProfile> Resort { get; } =
    [
        Online with { Share = 0.443, NoShowShare = 0.011, RepeatShare = 0.043, Meals = new(("BB", 0.832), ("HB", 0.165), ("FB", 0.003)) },
        Offline with
        {
            Share = 0.187, NoShowShare = 0.008, PriceFactor = 0.78, BlockShare = 0.12, NonRefundShare = 0.03,
            Customers = new(("Transient", 0.70), ("Contract", 0.255), ("Transient-Party", 0.03), ("Group", 0.015)),
            Meals = new(("BB", 0.68), ("HB", 0.295), ("FB", 0.023), ("SC", 0.002)),
            Requests = new((0, 0.67), (1, 0.255), (2, 0.065), (3, 0.01)),
        },
        Groups with
        {
            Share = 0.146, NoShowShare = 0.005, NonRefundShare = 0.27, RefundableShare = 0.022, NoAgentShare = 0.38,
            Channels = new(("TA/TO", 0.61), ("Direct", 0.22), ("Corporate", 0.17)),
            Meals = new(("BB", 0.56), ("HB", 0.36), ("FB", 0.08)),
        },
        Direct with { Share = 0.163, WalkInShare = 0.24, NoShowShare = 0.011, NonRefundShare = 0, RepeatShare = 0.174, NoAgentShare = 0.55, Meals = new(("BB", 0.835), ("HB", 0.152), ("FB", 0.01), ("SC", 0.003)) },
        Corporate with { Share = 0.058, WalkInShare = 0.17, NonRefundShare = 0.05, NoShowShare = 0.015, PriceFactor = 0.5, RepeatShare = 0.464 },
        Free with { Share = 0.005, RepeatShare = 0.174, CompanyShare = 0.12 },
    ];
}
