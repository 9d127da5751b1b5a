using CsCheck;
using HotelCancellation.Bookings;
using BookingLife = HotelCancellation.Training.Snapshots.BookingLife;

namespace HotelCancellation.Tests.Training.Snapshots;

public class BookingLifeTests
{
    [Fact]
    public void At_AnyDayOfAnyEvents_IsTheStateOfTheHistory() => Lives.AnyHistory.Sample(history =>
    {
        var life = new BookingLife(history);
        for (var day = Lives.First.AddDays(-2); day < Lives.First.AddDays(45); day = day.AddDays(1))
        {
            var (actual, expected) = (life.At(day.DayNumber), history.StateAsOf(day));
            (actual is null).ShouldBe(expected is null);
            if (expected is not null)
            {
                (actual!.Booking, actual.Status, actual.StatusDate, actual.Outcome).ShouldBe((expected.Booking, expected.Status, expected.StatusDate, expected.Outcome));
            }
        }
    });

    [Theory]
    [InlineData(BookingStatus.Cancelled, 10, 10, null)]
    [InlineData(BookingStatus.Cancelled, 10, 11, 1f)]
    [InlineData(BookingStatus.NoShow, 40, 40, null)]
    [InlineData(BookingStatus.NoShow, 40, 41, 1f)]
    [InlineData(BookingStatus.CheckedOut, 43, 40, null)]
    [InlineData(BookingStatus.CheckedOut, 43, 41, 0f)]
    [InlineData(BookingStatus.CheckedOut, 43, 60, 0f)]
    [InlineData(BookingStatus.Cancelled, 10, 0, null)]
    public void LostAsOf_EachDay_SaysWhatThatDayKnows(BookingStatus end, int endDays, int day, float? expected) =>
        Lives.Life("B", 40, end, endDays).LostAsOf(Lives.First.DayNumber + day).ShouldBe(expected);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void IsOnBooks_Cancelled_FromTheDayAfterBookingToTheDayOfTheEnd(int day, bool expected) =>
        Lives.Life("B", 40, BookingStatus.Cancelled, 20).IsOnBooks(Lives.First.DayNumber + day).ShouldBe(expected);

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void IsOnBooks_Open_ToTheDayOfArrival(int day, bool expected) =>
        Lives.Life("B", 40).IsOnBooks(Lives.First.DayNumber + day).ShouldBe(expected);

    [Theory]
    [InlineData(20, 21, true)]
    [InlineData(21, 40, false)]
    [InlineData(0, 20, false)]
    public void IsLostWithin_AnInterval_HasItsFirstDayAndNotItsLast(int from, int until, bool expected) =>
        Lives.Life("B", 40, BookingStatus.Cancelled, 20).IsLostWithin(Lives.First.DayNumber + from, Lives.First.DayNumber + until).ShouldBe(expected);
}
