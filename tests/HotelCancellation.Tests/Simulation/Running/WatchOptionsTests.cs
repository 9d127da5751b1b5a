using HotelCancellation.Simulation;
using HotelCancellation.Simulation.Running;

namespace HotelCancellation.Tests.Simulation.Running;

public sealed class WatchOptionsTests
{
    [Fact]
    public void Groups_ManyHotels_HaveEachHotelOnceAndNoMoreThanTheirSize()
    {
        var options = new WatchOptions { BookingsPerDay = [200, 5, 150, 60, 40, 300], GroupSize = 220 };

        var groups = options.Groups();

        Enumerable.Range(0, 6).ShouldAllBe(hotel => groups.Count(g => g[hotel] > 0) == 1);
        groups.ShouldAllBe(g => g.Sum() <= 220 || g.Count(s => s > 0) == 1);
        groups.Count.ShouldBe(4);
    }

    [Fact]
    public void Generator_HotelOfAnotherGroup_IsAsItWouldBeAmongAll()
    {
        var options = new WatchOptions { BookingsPerDay = [6, 4], Days = 3, HistoryDays = 60 };

        var all = new BookingGenerator(options.Generator([6, 4])).Events().Where(e => e.Booking.PropertyId.Value == "resort-02").ToArray();
        var alone = new BookingGenerator(options.Generator([0, 4])).Events().ToArray();

        alone.ShouldBe(all);
        ((double)alone.Length).ShouldBe(63 * 4, 63);
    }

    [Theory]
    [InlineData(0, 60, 0, "Days must be 1 to 3650, not 0.")]
    [InlineData(10, 60, 10, "Onset must be 0 to 9, not 10.")]
    [InlineData(10, 59, 5, "HistoryDays must be 60 to 3650, not 59.")]
    public void Problems_OutOfRange_AreNamed(int days, int history, int onset, string expected) =>
        new WatchOptions { Days = days, HistoryDays = history, Drift = DriftKind.Mix, Onset = onset }.Problems().ShouldContain(expected);

    [Fact]
    public void Problems_SizeOfAHotel_IsNamed() =>
        new WatchOptions { BookingsPerDay = [100, -3] }.Problems().ShouldHaveSingleItem().ShouldContain("100, -3");
}
