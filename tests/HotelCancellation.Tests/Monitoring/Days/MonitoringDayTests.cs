using HotelCancellation.Bookings;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Tests.Monitoring.References;

namespace HotelCancellation.Tests.Monitoring.Days;

public sealed class MonitoringDayTests
{
    private static readonly DateOnly Day = QuickReference.Reference.KnownBefore;

    [Fact]
    public void Absorb_ShardsInAnyOrder_IsOnePass()
    {
        var whole = QuickReference.Count(QuickReference.Bookings, Day).ToBytes();

        var merged = new MonitoringDay(QuickReference.Reference, Day);
        foreach (var shard in QuickReference.Bookings.Select((b, i) => (b, i)).GroupBy(x => x.i % 3, x => x.b).Reverse())
        {
            merged.Absorb(QuickReference.Count(shard.Reverse(), Day));
        }

        merged.ToBytes().ShouldBe(whole);
    }

    [Fact]
    public void FromBytes_OfToBytes_IsTheSame()
    {
        var day = QuickReference.Count(QuickReference.Bookings, Day);
        var booking = QuickReference.Bookings[0].Booking;
        day.CountOpen(booking with { BookedOn = Day.AddDays(-3), ArrivalDate = Day.AddDays(9) }, 1.5, 2, isCancelled: true);

        var read = MonitoringDay.FromBytes(QuickReference.Reference, day.ToBytes());

        read.ToBytes().ShouldBe(day.ToBytes());
        read.Day.ShouldBe(Day);
        read.Scopes[ModelReference.All].Concept.ShouldBe(day.Scopes[ModelReference.All].Concept);
        Should.Throw<InvalidDataException>(() => MonitoringDay.FromBytes(QuickReference.Reference, day.ToBytes()[..^3]));
    }

    [Fact]
    public void CountBooking_HotelThatTrainingHasNotSeen_CountsInAllAlone()
    {
        var (booking, row, probability) = QuickReference.Bookings[0];

        var day = QuickReference.Count([(booking with { PropertyId = new PropertyId("new") }, row, probability)], Day);

        day.Scopes.Keys.ShouldBe([ModelReference.All]);
        day.Scopes[ModelReference.All].Probability.Rows.ShouldBe(1);
    }

    [Fact]
    public void CountBooking_RestOfAParty_CountsInProbabilitiesAlone()
    {
        var (booking, row, probability) = QuickReference.Bookings[0];
        var day = new MonitoringDay(QuickReference.Reference, Day);

        day.CountBooking(booking, row, probability, isFirstOfParty: true);
        day.CountBooking(booking, row, probability, isFirstOfParty: false);

        day.Scopes[booking.PropertyId.Value].Probability.Rows.ShouldBe(2);
        day.Scopes[booking.PropertyId.Value].Columns.ShouldAllBe(c => c.Rows == 1);
    }

    [Fact]
    public void CountOpen_PartyOfFour_IsOneBooking()
    {
        var booking = QuickReference.Bookings[0].Booking with { BookedOn = Day.AddDays(-2), ArrivalDate = Day.AddDays(5) };
        var (party, one) = (new MonitoringDay(QuickReference.Reference, Day), new MonitoringDay(QuickReference.Reference, Day));
        for (var i = 0; i < 4; i++)
        {
            party.CountOpen(booking, 1, 4, isCancelled: true);
        }

        one.CountOpen(booking, 1, 1, isCancelled: true);

        var (a, b) = (party.Scopes[ModelReference.All].Concept, one.Scopes[ModelReference.All].Concept);
        a.Events.ShouldBe(1);
        a.Expected.ShouldBe(b.Expected, 1e-8);
        a.Cancelled.ShouldBe(4);
    }

    [Fact]
    public void TakeBackOpen_OfWhatWasCounted_LeavesNothing()
    {
        var day = new MonitoringDay(QuickReference.Reference, Day);
        var booking = QuickReference.Bookings[0].Booking with { BookedOn = Day.AddDays(-2), ArrivalDate = Day.AddDays(5) };

        day.CountOpen(booking, 1.3, 3, isCancelled: false);
        day.TakeBackOpen(booking, 1.3, 3, isCancelled: false);

        day.Scopes[ModelReference.All].Concept.ShouldBe(default(ConceptCounts));
    }
}
