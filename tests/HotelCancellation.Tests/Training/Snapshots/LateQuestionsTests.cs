using HotelCancellation.Bookings;
using HotelCancellation.Training.Snapshots;
using BookingLife = HotelCancellation.Training.Snapshots.BookingLife;

namespace HotelCancellation.Tests.Training.Snapshots;

public class LateQuestionsTests
{
    private static readonly DateOnly Trained = Lives.First.AddDays(100);
    private static readonly DateOnly Matured = Lives.First.AddDays(160);

    [Theory]
    [InlineData("on the books at the training", 0, 120, BookingStatus.CheckedOut, 122, 100)]
    [InlineData("arrives on the day of training", 0, 100, BookingStatus.CheckedOut, 103, 100)]
    [InlineData("made on the day of training", 100, 20, BookingStatus.Cancelled, 5, 100)]
    [InlineData("made and lost since", 130, 20, BookingStatus.Cancelled, 0, 130)]
    [InlineData("lost before the training", 0, 120, BookingStatus.Cancelled, 99, null)]
    [InlineData("lost on the day of training", 0, 120, BookingStatus.Cancelled, 100, 100)]
    [InlineData("arrived before the training", 0, 99, BookingStatus.CheckedOut, 101, null)]
    [InlineData("does not arrive before all have matured", 0, 160, BookingStatus.Cancelled, 110, null)]
    [InlineData("arrives the day before", 0, 159, BookingStatus.CheckedOut, 159, 100)]
    [InlineData("made when all had matured", 160, 0, BookingStatus.Cancelled, 0, null)]
    public void Of_ABooking_IsAskedAboutOnItsDayOrNotAtAll(string what, int made, int lead, BookingStatus end, int endDays, int? asked)
    {
        var table = Table(Lives.Life("B", lead, end, endDays, bookedOn: Lives.First.AddDays(made)));

        var questions = LateQuestions.Of(table, Trained, Matured);

        questions.ShouldBe(asked is { } day ? [(0, Lives.First.DayNumber + day)] : [], what);
    }

    [Fact]
    public void Outcome_ArrivedWithoutAnEnd_IsAStay()
    {
        var table = Table(Lives.Life("open", 120), Lives.Life("lost", 120, BookingStatus.NoShow, 120), Lives.Life("later", 158, BookingStatus.Cancelled, 161));

        LateQuestions.Outcome(table, 0, Matured).Status.ShouldBe(BookingStatus.CheckedOut);
        LateQuestions.Outcome(table, 1, Matured).Status.ShouldBe(BookingStatus.NoShow);
        LateQuestions.Outcome(table, 2, Matured).Status.ShouldBe(BookingStatus.CheckedOut, "what happens on the last day or later is not known");
    }

    private static SnapshotTable Table(params BookingLife[] lives) => SnapshotTable.Of(lives, [], 14, Matured, Matured);
}
