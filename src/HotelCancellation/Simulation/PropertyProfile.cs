using System.Globalization;
using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>Where a hotel is, which decides its seasons, guests and prices.</summary>
internal enum PropertyKind
{
    /// <summary>In a city: short stays, groups, agents.</summary>
    City,

    /// <summary>On the coast: long stays, families, high summer prices.</summary>
    Resort,
}

/// <summary>One hotel's character. It depends on the seed and the hotel's number alone.</summary>
internal sealed record PropertyProfile
{
    /// <summary>Its name, such as <c>city-01</c>.</summary>
    public required PropertyId Id { get; init; }

    /// <summary>City or resort.</summary>
    public required PropertyKind Kind { get; init; }

    /// <summary>Its size over that of the average hotel, 0.6 to 1.4.</summary>
    public required double Size { get; init; }

    /// <summary>Its usual price for a standard room, currency a night.</summary>
    public required double PriceLevel { get; init; }

    /// <summary>Its own effect on the logarithm of the risk of cancelling.</summary>
    public required double RiskEffect { get; init; }

    /// <summary>Its seasons and weekdays.</summary>
    public required ArrivalCalendar Calendar { get; init; }

    /// <summary>Its segments, with the share of each in its bookings; the shares add up to 1.</summary>
    public required IReadOnlyList<SegmentProfile> Segments { get; init; }

    /// <summary>The name of the hotel with this number, from 0.</summary>
    public static PropertyId IdOf(int index) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{(KindOf(index) == PropertyKind.City ? "city" : "resort")}-{index + 1:00}"));

    /// <summary>The hotel with this number, from 0. Every third, beginning with the second, is a resort.</summary>
    public static PropertyProfile Create(SplitMix64 root, int index)
    {
        var random = root.Fork((ulong)index);
        var kind = KindOf(index);
        var segments = SegmentProfile.Of(kind).Select(s => s with { Share = s.Share * StableMath.Exp(0.12 * random.NextNormal()) }).ToArray();
        var sum = segments.Sum(s => s.Share);
        return new PropertyProfile
        {
            Id = IdOf(index),
            Kind = kind,
            Size = random.NextDouble(0.6, 1.4),
            PriceLevel = (kind == PropertyKind.City ? 107 : 93) * StableMath.Exp(0.1 * random.NextNormal()),
            RiskEffect = (kind == PropertyKind.City ? 0.1 : -0.1) + (0.12 * random.NextNormal()),
            Calendar = new ArrivalCalendar(kind, phaseDays: random.NextInt(31) - 15, amplitude: random.NextDouble(0.8, 1.2)),
            Segments = [.. segments.Select(s => s with { Share = s.Share / sum })],
        };
    }

    private static PropertyKind KindOf(int index) => index % 3 == 1 ? PropertyKind.Resort : PropertyKind.City;
}
