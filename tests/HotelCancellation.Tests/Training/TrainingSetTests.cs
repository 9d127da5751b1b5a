using HotelCancellation.Bookings;
using HotelCancellation.Tests.Building;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training;

public class TrainingSetTests
{
    private static readonly DateOnly Horizon = new(2025, 6, 1);

    [Fact]
    public void Of_CancelledBeforeAnArrivalThatHasNotPassed_IsLeftOutWithItsCohort()
    {
        var set = TrainingSet.Of([Arriving(Horizon, BookingStatus.Cancelled, Horizon.AddDays(-20)), Arriving(Horizon.AddDays(-1), BookingStatus.CheckedOut, Horizon)]);

        set.Bookings.ShouldHaveSingleItem().Status.ShouldBe(BookingStatus.CheckedOut);
        set.Immature.ShouldBe(1);
        set.MaturedBefore.ShouldBe(Horizon);
    }

    [Fact]
    public void Of_ArrivalThatPassedWithoutAnOutcome_IsCountedAsUnresolved()
    {
        var set = TrainingSet.Of([Arriving(Horizon.AddDays(-5), BookingStatus.Booked, Horizon.AddDays(-60)), Arriving(Horizon.AddDays(-3), BookingStatus.NoShow, Horizon)]);

        set.Unresolved.ShouldBe(1);
        set.Bookings.ShouldHaveSingleItem().Status.ShouldBe(BookingStatus.NoShow);
    }

    [Fact]
    public void Of_RowsInAnotherOrder_IsTheSame()
    {
        BookingEvent[] rows = [.. Enumerable.Range(1, 20).Select(i => Arriving(Horizon.AddDays(-(i % 4) - 1), BookingStatus.CheckedOut, Horizon, $"B-{i}"))];

        TrainingSet.Of([.. rows.Reverse()]).Bookings.ShouldBe(TrainingSet.Of(rows).Bookings);
    }

    [Fact]
    public void Of_Nothing_IsEmpty() => TrainingSet.Of([]).Bookings.ShouldBeEmpty();

    private static BookingEvent Arriving(DateOnly arrival, BookingStatus status, DateOnly known, string id = "B-1") =>
        new(BookingBuilder.Booking with { BookingId = new BookingId(id), BookedOn = arrival.AddDays(-70), ArrivalDate = arrival }, status, known);
}
