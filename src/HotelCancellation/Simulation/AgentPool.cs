using System.Globalization;

namespace HotelCancellation.Simulation;

/// <summary>Which agents a segment books through.</summary>
internal enum AgentSource
{
    /// <summary>The few large agencies on the web.</summary>
    Online,

    /// <summary>The many tour operators and travel agencies.</summary>
    Operators,

    /// <summary>The hotel's own web site, which the public data counts as an agent.</summary>
    OwnSite,
}

/// <summary>A travel agent.</summary>
/// <param name="Id">Its number, as text, the same at every hotel.</param>
/// <param name="RiskEffect">Its own effect on the logarithm of the risk of cancelling.</param>
/// <param name="NonRefundFactor">How much more often than others its bookings carry a non-refundable deposit.</param>
internal sealed record Agent(string Id, double RiskEffect, double NonRefundFactor);

/// <summary>
/// The agents and companies that one hotel works with. They are the same for the whole group, but each hotel has its own order of
/// them; how often each books follows Zipf's law in that order.
/// </summary>
internal sealed class AgentPool
{
    private const int OnlineAgents = 20;
    private const int Operators = 140;
    private const int Companies = 120;
    private const int FirstOperator = 31;
    private const int FirstOwnSite = 1001;
    private const int FirstCompany = 301;

    private readonly Choice<Agent> _online;
    private readonly Choice<Agent> _operators;
    private readonly Choice<string> _companies;
    private readonly Agent _ownSite;

    /// <summary>The agents of a hotel.</summary>
    /// <param name="root">The group's stream for agents, the same for every hotel.</param>
    /// <param name="property">The hotel's number, from 0.</param>
    public AgentPool(SplitMix64 root, int property)
    {
        var order = root.Fork(1_000_000UL + (ulong)property);
        _online = Choice<Agent>.Zipf(Shuffled([.. Enumerable.Range(1, OnlineAgents).Select(id => Create(root, id, spread: 0.25))], ref order), 2.6);
        _operators = Choice<Agent>.Zipf(Shuffled([.. Enumerable.Range(FirstOperator, Operators).Select(id => Create(root, id, spread: 0.8))], ref order), 0.9);
        _companies = Choice<string>.Zipf(Shuffled([.. Enumerable.Range(FirstCompany, Companies).Select(Text)], ref order), 0.9);
        _ownSite = Create(root, FirstOwnSite + property, spread: 0.1);
    }

    /// <summary>The agent of one booking, or null.</summary>
    public Agent? Pick(SegmentProfile segment, ref SplitMix64 random)
    {
        if (random.Chance(segment.NoAgentShare))
        {
            return null;
        }

        return segment.Agents switch
        {
            AgentSource.Online => _online.Pick(ref random),
            AgentSource.Operators => _operators.Pick(ref random),
            _ => _ownSite,
        };
    }

    /// <summary>The company that pays, or null.</summary>
    public string? PickCompany(SegmentProfile segment, ref SplitMix64 random) =>
        random.Chance(segment.CompanyShare) ? _companies.Pick(ref random) : null;

    private static Agent Create(SplitMix64 root, int id, double spread)
    {
        var random = root.Fork((ulong)id);
        var effect = spread * random.NextNormal();
        return new Agent(Text(id), effect, random.Chance(0.35) ? random.NextDouble(1.2, 2.0) : random.NextDouble(0.2, 1.0));
    }

    private static T[] Shuffled<T>(T[] items, ref SplitMix64 random)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = random.NextInt(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }

        return items;
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
