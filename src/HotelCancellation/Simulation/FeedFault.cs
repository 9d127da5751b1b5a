using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>
/// What broken feeds do to a message. Which bookings lose a value is decided once for a booking and not for each of its messages, as
/// when a field of one kind of booking is not mapped any more; so what was said last of a booking does not depend on chance.
/// </summary>
internal sealed class FeedFault
{
    private readonly (DateOnly Onset, double Share, string Column, HashSet<PropertyId>? Properties, SplitMix64 Random)[] _faults;

    /// <summary>The feeds that break in a simulation.</summary>
    public FeedFault(GeneratorOptions options)
    {
        var root = new SplitMix64(SplitMix64.Mix((ulong)options.Seed)).Fork(5);
        _faults =
        [
            .. options.Drifts.Select((d, position) => (Drift: d, Position: position))
                .Where(d => d.Drift.Kind == DriftKind.Feed)
                .Select(d => (d.Drift.Onset(options.From), d.Drift.EffectiveSize, d.Drift.Column, d.Drift.Properties?.Select(p => PropertyProfile.IdOf(p - 1)).ToHashSet(), root.Fork((ulong)d.Position))),
        ];
    }

    /// <summary>The message as it is sent.</summary>
    public BookingEvent Apply(BookingEvent message)
    {
        foreach (var (onset, share, column, properties, random) in _faults)
        {
            if (message.StatusDate >= onset && properties?.Contains(message.Booking.PropertyId) != false)
            {
                var own = random.Fork(StableHash.Of(message.Booking.PropertyId.Value)).Fork(StableHash.Of(message.Booking.BookingId.Value));
                message = own.Chance(share) ? message with { Booking = Blank(message.Booking, column) } : message;
            }
        }

        return message;
    }

    // A column that a booking must have is sent as an empty text, which every reader takes for a missing one.
    private static Booking Blank(Booking booking, string column) => column switch
    {
        "agent" => booking with { Agent = null },
        "company" => booking with { Company = null },
        "country" => booking with { Country = null },
        "meal" => booking with { Meal = "" },
        "marketSegment" => booking with { MarketSegment = "" },
        "distributionChannel" => booking with { DistributionChannel = "" },
        "reservedRoomType" => booking with { ReservedRoomType = "" },
        "depositType" => booking with { DepositType = "" },
        _ => booking with { CustomerType = "" },
    };
}
