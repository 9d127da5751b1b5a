using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Events;

public class BookingLifeRowTests
{
    private static readonly BookingEvent Booked = BookingBuilder.Event;

    [Theory]
    [InlineData(BookingStatus.Cancelled, 0)]
    [InlineData(BookingStatus.Cancelled, 12)]
    [InlineData(BookingStatus.NoShow, 80)]
    [InlineData(BookingStatus.CheckedOut, 83)]
    public void Expand_AnEndedLife_IsBookedAndThenTheEnd(BookingStatus status, int days)
    {
        var row = Booked with { Status = status, StatusDate = Booked.StatusDate.AddDays(days), EventId = "x" };

        BookingLifeRow.Expand(row).ShouldBe([Booked, row]);
        var history = BookingLifeRow.HistoryOf(row);
        history.Events.Select(e => e.Event).ShouldBe([Booked, row]);
        history.State!.Marked.ShouldBeEmpty();
        history.State.Status.ShouldBe(status);
        history.StateAsOf(row.Booking.BookedOn.AddDays(1))!.Status.ShouldBe(days == 0 ? status : BookingStatus.Booked);
    }

    [Fact]
    public void Expand_OnTheBooks_IsTheRow() => BookingLifeRow.Expand(Booked).ShouldBe([Booked]);

    [Fact]
    public void Expand_EndedBeforeItWasMade_IsTheRow()
    {
        var row = Booked with { Status = BookingStatus.Cancelled, StatusDate = Booked.StatusDate.AddDays(-1) };

        BookingLifeRow.Expand(row).ShouldBe([row]);
        BookingLifeRow.HistoryOf(row).State!.Outcome!.Value.Kind.ShouldBe(OutcomeKind.Cancelled);
    }
}
