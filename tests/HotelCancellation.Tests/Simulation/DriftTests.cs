using HotelCancellation.Bookings;
using HotelCancellation.Simulation;
using static HotelCancellation.Tests.Simulation.DriftSamples;

namespace HotelCancellation.Tests.Simulation;

public sealed class DriftTests
{
    public static TheoryData<DriftKind> Kinds => [.. Enum.GetValues<DriftKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Generate_BeforeTheOnset_IsAsWithoutDrift(DriftKind kind)
    {
        var (usual, drifted) = (Usual.TakeWhile(g => !IsAfter(g)).ToList(), With(kind).TakeWhile(g => !IsAfter(g)).ToList());

        usual.Count.ShouldBeGreaterThan(8_000);
        drifted.Select(g => g.Event.Booking).ShouldEqual(usual.Select(g => g.Event.Booking));
        if (kind == DriftKind.Behaviour)
        {
            // Guests change for bookings made before, but not before they change.
            drifted.Select(g => g.Event).Where(e => e.StatusDate < Onset).ShouldEqual(usual.Select(g => g.Event).Where(e => e.StatusDate < Onset));
            drifted.Where(g => g.Event.Booking.ArrivalDate < Onset).ShouldEqual(usual.Where(g => g.Event.Booking.ArrivalDate < Onset));
        }
        else
        {
            drifted.ShouldEqual(usual);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Events_BeforeTheOnset_AreAsWithoutDrift(DriftKind kind)
    {
        var drifted = new BookingEventStream(OptionsWith(kind), new EventStreamOptions()).Events().TakeWhile(e => e.StatusDate < Onset);

        drifted.ShouldEqual(new BookingEventStream(Options, new EventStreamOptions()).Events().TakeWhile(e => e.StatusDate < Onset));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Generate_HotelsThatAreNotHit_AreAsWithoutDrift(DriftKind kind)
    {
        var options = OptionsWith(kind);
        var drifted = new BookingGenerator(options with { Drifts = [options.Drifts[0] with { Properties = [2, 5] }] }).Events().ToList();

        Others(drifted).ShouldEqual(Others(Usual.Select(g => g.Event)));
        Hit(drifted).ShouldEqual(Hit(new BookingGenerator(options).Events()));

        static IEnumerable<BookingEvent> Hit(IEnumerable<BookingEvent> events) => events.Where(e => e.Booking.PropertyId.Value is "resort-02" or "resort-05");
        static IEnumerable<BookingEvent> Others(IEnumerable<BookingEvent> events) => events.Where(e => e.Booking.PropertyId.Value is not ("resort-02" or "resort-05"));
    }

    [Theory]
    [InlineData(DriftKind.Price)]
    [InlineData(DriftKind.Mix)]
    [InlineData(DriftKind.Agent)]
    [InlineData(DriftKind.Behaviour)]
    public void TrueProbability_AfterTheOnset_EqualsTheRealisedRate(DriftKind kind)
    {
        var after = With(kind).Where(IsAfter).ToList();

        foreach (var bin in after.GroupBy(g => Math.Min(4, (int)(5 * g.TrueProbability))))
        {
            Agreement.CheckProbabilities(bin, $"bin {bin.Key}");
        }

        foreach (var segment in after.GroupBy(g => g.Event.Booking.MarketSegment).Where(s => s.Count() > 1000))
        {
            Agreement.CheckProbabilities(segment, segment.Key);
        }

        Agreement.CheckProbabilities(With(kind).Where(g => !IsAfter(g) && g.Event.Booking.ArrivalDate >= Onset), "on the books at the onset");
    }

    [Fact]
    public void Price_AfterTheOnset_RaisesPricesAndNothingElse()
    {
        foreach (var (usual, drifted) in Usual.Zip(With(DriftKind.Price)).Where(p => IsAfter(p.First)))
        {
            var price = drifted.Event.Booking.Adr;
            price.ShouldBe(1.15 * usual.Event.Booking.Adr, 0.011);
            (drifted with { Event = drifted.Event with { Booking = drifted.Event.Booking with { Adr = usual.Event.Booking.Adr } } }).ShouldBe(usual);
        }

        With(DriftKind.Price).Count.ShouldBe(Usual.Count);
    }

    [Fact]
    public void Mix_AfterTheOnset_MovesFifteenPointsAndLeavesTheOtherSegments()
    {
        var (usual, drifted) = (Usual.Where(IsAfter).ToList(), With(DriftKind.Mix).Where(IsAfter).ToList());

        (Share(drifted, "Online TA") - Share(usual, "Online TA")).ShouldBe(-0.15, 0.012);
        (Share(drifted, "Direct") - Share(usual, "Direct")).ShouldBe(0.15, 0.012);
        ((double)drifted.Count / usual.Count).ShouldBe(1, 0.02);
        Blocks(drifted).ShouldEqual(Blocks(usual));
        Blocks(usual).Count().ShouldBeGreaterThan(2_000);

        static double Share(List<GeneratedBooking> group, string segment) => group.Count(g => g.Event.Booking.MarketSegment == segment) / (double)group.Count;
        static IEnumerable<(Booking, BookingStatus, DateOnly, double)> Blocks(List<GeneratedBooking> group) => group
            .Where(g => g.IsOfBlock() && g.Event.Booking.MarketSegment is not ("Online TA" or "Direct"))
            .Select(g => (g.Event.Booking with { BookingId = default }, g.Event.Status, g.Event.StatusDate, g.TrueProbability));
    }

    [Fact]
    public void Agent_AfterTheOnset_HasItsShareAtTwiceTheHazardAndTheRestIsAsBefore()
    {
        var (count, after) = (With(DriftKind.Agent).Count(IsNew), With(DriftKind.Agent).Count(IsAfter));
        ((double)count / after).ShouldBe(0.10, 0.008);
        With(DriftKind.Agent).Count.ShouldBe(Usual.Count);
        Usual.Any(IsNew).ShouldBeFalse();

        var matched = Matched(DriftKind.Agent, (drifted, usual) => drifted with { Agent = usual.Agent }).Where(p => IsAfter(p.Usual)).ToList();
        ((double)matched.Count / after).ShouldBeGreaterThan(0.98, "only guests who come back remember");
        foreach (var (usual, drifted) in matched)
        {
            if (IsNew(drifted))
            {
                Weight(drifted).ShouldBe(2 * Weight(usual), 1e-6);
            }
            else
            {
                drifted.ShouldBe(usual);
            }
        }

        static bool IsNew(GeneratedBooking g) => g.Event.Booking.Agent == "5001";
    }

    [Fact]
    public void Behaviour_AfterTheOnset_MultipliesTheHazardOfNewBookings()
    {
        var matched = Matched(DriftKind.Behaviour, (drifted, _) => drifted);

        matched.Count(p => IsAfter(p.Usual)).ShouldBeGreaterThan((int)(0.98 * Usual.Count(IsAfter)));
        foreach (var (usual, drifted) in matched.Where(p => IsAfter(p.Usual) && p.Drifted.TrueProbability < 0.9999))
        {
            Weight(drifted).ShouldBe(1.4 * Weight(usual), 1e-5);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 7)]
    [InlineData(8, 30)]
    [InlineData(0, 60)]
    public void Behaviour_BookingsOnTheBooksAtTheOnset_AreCancelledAtTheNewHazard(int fromDay, int toDay)
    {
        var pairs = Usual.Zip(With(DriftKind.Behaviour)).TakeWhile(p => !IsAfter(p.First))
            .Where(p => !p.First.IsOfBlock() && p.First.Event.Booking.ArrivalDate >= Onset.AddDays(toDay)).ToList();
        var drifted = pairs.Where(p => p.Second.Event.StatusDate >= Onset.AddDays(fromDay)).ToList();
        var usual = pairs.Where(p => p.First.Event.StatusDate >= Onset.AddDays(fromDay));

        Agreement.Deviation(drifted.Select(p => (p.Second, Happened(p.Second), Expected(p.First, 1.4)))).ShouldBeLessThan(4.5);
        Agreement.Deviation(usual.Select(p => (p.First, Happened(p.First), Expected(p.First, 1)))).ShouldBeLessThan(4.5);
        if (toDay == 60)
        {
            Agreement.Deviation(drifted.Select(p => (p.Second, Happened(p.Second), Expected(p.First, 1)))).ShouldBeGreaterThan(4.5);
        }

        double Happened(GeneratedBooking g) => g.Event.Status == BookingStatus.Cancelled && g.Event.StatusDate <= Onset.AddDays(toDay) ? 1 : 0;

        // Of those that live at the beginning of the first day.
        double Expected(GeneratedBooking g, double factor)
        {
            var b = g.Event.Booking;
            var shape = CancellationHazard.ShapeOf(b.DepositType);
            var first = Onset.DayNumber - b.BookedOn.DayNumber + fromDay;
            var weight = shape.Cumulative(first + toDay - fromDay, b.LeadTimeDays) - shape.Cumulative(first - 1, b.LeadTimeDays);
            return 1 - Math.Exp(-factor * Weight(g) / shape.Total(b.LeadTimeDays) * weight);
        }
    }

    [Fact]
    public void Feed_AfterTheOnset_LosesValuesInWhatIsSentAndNotInTheTruth()
    {
        With(DriftKind.Feed).ShouldEqual(Usual);

        var sent = new BookingGenerator(OptionsWith(DriftKind.Feed)).Events().Zip(Usual.Select(g => g.Event)).ToList();
        var lost = 0;
        foreach (var (message, truth) in sent.Where(p => p.First != p.Second))
        {
            message.ShouldBe(truth with { Booking = truth.Booking with { Agent = null } });
            message.StatusDate.ShouldBeGreaterThanOrEqualTo(Onset);
            lost++;
        }

        ((double)lost / sent.Count(p => p.Second.StatusDate >= Onset && p.Second.Booking.Agent is not null)).ShouldBe(0.3, 0.01);
    }
}
