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

    [Fact]
    public void Histories_OfAFile_AreLivesWhereABookingHasOneRowAndEventsWhereItHasSeveral()
    {
        BookingEvent Row(string id, BookingStatus status, int days, string property = "city") =>
            new(Booked.Booking with { BookingId = new BookingId(id), PropertyId = new PropertyId(property) }, status, Booked.StatusDate.AddDays(days));

        var histories = BookingLifeRow.Histories(
            [Row("one", BookingStatus.Cancelled, 5), Row("several", BookingStatus.Cancelled, 9), Row("one", BookingStatus.CheckedOut, 83, "resort"), Row("several", BookingStatus.Modified, 4)]);

        histories.Count.ShouldBe(3);
        histories[0].Events.Select(e => (e.Event.Status, e.Event.StatusDate)).ShouldBe([(BookingStatus.Booked, Booked.StatusDate), (BookingStatus.Cancelled, Booked.StatusDate.AddDays(5))]);
        histories[1].Events.Select(e => e.Event.Status).ShouldBe([BookingStatus.Modified, BookingStatus.Cancelled]);
        histories[2].State!.Booking.PropertyId.Value.ShouldBe("resort");
        histories[2].StateAsOf(Booked.StatusDate.AddDays(50))!.Status.ShouldBe(BookingStatus.Booked);
    }
}
