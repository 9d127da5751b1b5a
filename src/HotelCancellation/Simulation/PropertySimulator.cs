using System.Globalization;
using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>
/// One hotel, day by day. Every day has a stream of its own, and every booking two: one for what it is and one for what becomes
/// of it, so that changing a price or a risk does not deal all later cards anew.
/// </summary>
internal sealed class PropertySimulator
{
    private const double DaySpread = 0.15;
    private const double BookingSpread = 0.35;
    private const double BlockSpread = 0.6;

    // Key of the stream that decides who books through a new agent.
    private const ulong NewcomerKey = 0xA6E27;

    // The public data calls the rooms of a tentative block Transient and those of a firm one Transient-Party.
    private static readonly Choice<string> TentativeCustomers = new(("Transient", 0.93), ("Transient-Party", 0.06), ("Contract", 0.01));
    private static readonly Choice<string> FirmCustomers = new(("Transient-Party", 0.86), ("Contract", 0.07), ("Transient", 0.07));

    private readonly SplitMix64 _root;
    private readonly PropertyProfile _property;
    private readonly AgentPool _agents;
    private readonly GuestPool _guests;
    private readonly PropertyDrift _drift;
    private readonly double _perDay;
    private int _today;

    /// <summary>The hotel with this number, from 0.</summary>
    public PropertySimulator(GeneratorOptions options, int index)
    {
        var root = new SplitMix64(SplitMix64.Mix((ulong)options.Seed));
        _root = root.Fork(1).Fork((ulong)index);
        _property = PropertyProfile.Create(root.Fork(2), index);
        _agents = new AgentPool(root.Fork(3), index);
        _guests = new GuestPool(root.Fork(4).Fork((ulong)index));
        _drift = new PropertyDrift(options, index, _property.Segments);
        _perDay = options.BookingsPerDayByProperty is { } sizes ? sizes[index] : options.BookingsPerDay * _property.Size;
    }

    /// <summary>The bookings made on a day; call it day after day.</summary>
    public IEnumerable<GeneratedBooking> Day(DateOnly bookedOn)
    {
        if (_perDay == 0)
        {
            yield break;
        }

        var day = _root.Fork((ulong)bookedOn.DayNumber);
        var weather = day.Fork(0);
        var mean = _perDay * ArrivalCalendar.BookingActivity(bookedOn) * StableMath.Exp((DaySpread * weather.NextNormal()) - (DaySpread * DaySpread / 2));
        var terms = _drift.On(bookedOn);
        _today = 0;
        for (var s = 0; s < terms.Segments.Count; s++)
        {
            var segment = terms.Segments[s];
            var (root, counts) = (day.Fork((ulong)s + 1), day.Fork((ulong)s + 1));
            var singles = counts.NextPoisson(mean * segment.Share * (1 - segment.BlockShare));
            var blocks = counts.NextPoisson(mean * segment.Share * segment.BlockShare / segment.BlockRooms);
            for (var i = 0; i < singles; i++)
            {
                yield return Single(segment, terms, bookedOn, root.Fork(2 * (ulong)i));
            }

            for (var i = 0; i < blocks; i++)
            {
                foreach (var room in Block(segment, terms, bookedOn, root.Fork((2 * (ulong)i) + 1)))
                {
                    yield return room;
                }
            }
        }
    }

    private GeneratedBooking Single(SegmentProfile segment, DayTerms terms, DateOnly bookedOn, SplitMix64 random)
    {
        var newcomer = segment.IsOnline ? Newcomer(terms, random.Fork(NewcomerKey)) : null;
        var party = Party.Draw(segment, _property, _agents, bookedOn, ref random);
        var guest = _guests.Pick(segment, bookedOn, ref random);
        var stay = StayModel.Draw(_property.Kind, segment, party.Arrival, party.Nights, ref random);
        var quote = PriceModel.Of(_property, segment, stay, bookedOn, party.Arrival, terms.PriceFactor, random.NextNormal());
        var booking = Fill(party, stay, quote, bookedOn, segment.Customers.Pick(ref random), guest, ref random);
        var hidden = Hidden(party) + guest.RiskEffect + (BookingSpread * random.NextNormal());
        var risk = CancellationHazard.Risk(booking, segment, quote.Relative, hidden);
        if (newcomer is not null)
        {
            // The bookings that it took over keep their own tendencies, so that their hazard is twice what it would have been.
            booking = booking with { Agent = newcomer };
            risk *= DriftOptions.NewAgentHazard;
        }

        var outcome = Outcome.Draw(booking, segment, Hazard(booking), blockRisk: 0, blockDay: null, risk, random.Fork(0));
        guest.Remember(outcome.Event.StatusDate, outcome.Event.Status.IsCancellation());
        return outcome;
    }

    private IEnumerable<GeneratedBooking> Block(SegmentProfile segment, DayTerms terms, DateOnly bookedOn, SplitMix64 random)
    {
        var party = Party.Draw(segment, _property, _agents, bookedOn, ref random);
        var rooms = 2 + (int)(StableMath.Log(1 - random.NextDouble()) / StableMath.Log(1 - (1 / (segment.BlockRooms - 1))));
        var customer = BlockCustomers(party.DepositType).Pick(ref random);
        var (noise, spread) = (random.NextNormal(), Hidden(party) + (BlockSpread * random.NextNormal()));
        double? shared = null;
        int? blockDay = null;
        for (var i = 0; i < rooms; i++)
        {
            var own = random.Fork((ulong)i + 1);
            var stay = StayModel.DrawBlockRoom(party.Nights, ref own);
            var quote = PriceModel.Of(_property, segment, stay, bookedOn, party.Arrival, terms.PriceFactor, noise);
            var booking = Fill(party, stay, quote, bookedOn, customer, guest: null, ref own);
            var risk = CancellationHazard.Risk(booking, segment, quote.Relative, spread);
            if (shared is null)
            {
                // The block's fate is decided once, at the first room's risk.
                var fate = random.Fork(0);
                shared = risk * CancellationHazard.BlockShare;
                blockDay = CancellationHazard.DrawDay(shared.Value, Hazard(booking), ref fate);
            }

            yield return Outcome.Draw(booking, segment, Hazard(booking), shared.Value, blockDay, risk * (1 - CancellationHazard.BlockShare), own.Fork(0));
        }
    }

    private static Choice<string> BlockCustomers(string depositType) => depositType == Vocabulary.NonRefund ? TentativeCustomers : FirmCustomers;

    private static string? Newcomer(DayTerms terms, SplitMix64 random)
    {
        var target = random.NextDouble();
        foreach (var (agent, share) in terms.Newcomers)
        {
            if ((target -= share) < 0)
            {
                return agent;
            }
        }

        return null;
    }

    private LivedHazard Hazard(Booking booking) =>
        new(CancellationHazard.ShapeOf(booking.DepositType), booking.BookedOn, booking.LeadTimeDays, _drift.HazardChanges);

    private double Hidden(Party party) => _property.RiskEffect + (party.Agent?.RiskEffect ?? 0);

    private Booking Fill(Party party, Stay stay, Quote quote, DateOnly bookedOn, string customer, Guest? guest, ref SplitMix64 random)
    {
        var segment = party.Segment;
        var (week, weekend) = StayModel.Split(party.Arrival, stay.Nights);
        return new Booking
        {
            BookingId = new BookingId(string.Create(CultureInfo.InvariantCulture, $"{bookedOn:yyyyMMdd}-{++_today:0000}")),
            PropertyId = _property.Id,
            GuestRef = guest?.Reference,
            BookedOn = bookedOn,
            ArrivalDate = party.Arrival,
            WeekNights = week,
            WeekendNights = weekend,
            Adults = stay.Adults,
            Children = stay.Children,
            Babies = stay.Babies,
            Meal = party.Meal,
            MarketSegment = segment.Name,
            DistributionChannel = party.Channel,
            ReservedRoomType = stay.RoomType,
            DepositType = party.DepositType,
            Agent = party.Agent?.Id,
            Company = party.Company,
            CustomerType = customer,
            Country = party.Country,
            IsRepeatedGuest = guest is { Stayed: > 0 },
            PreviousCancellations = guest?.Cancelled ?? 0,
            PreviousBookingsNotCanceled = guest?.Stayed ?? 0,
            Adr = quote.Adr,
            SpecialRequests = party.DepositType == Vocabulary.NonRefund ? 0 : segment.Requests.Pick(ref random),
        };
    }
}
