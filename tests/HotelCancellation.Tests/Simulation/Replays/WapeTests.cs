using HotelCancellation.Bookings;
using HotelCancellation.Simulation.Replays;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Simulation.Replays;

public class WapeTests
{
    private static readonly DateOnly Cut = new(2016, 7, 1);

    // city: night 0 expects 0.9, 1 lost; night 6 expects 0.5, 0 lost; night 7 expects 0.8, 2 lost; resort: night 7 expects 0.6, 1 lost.
    private static readonly ReplayAnswer[] Answers =
    [
        Answer("city", 0, 0.6, true), Answer("city", 0, 0.3, false),
        Answer("city", 6, 0.5, false),
        Answer("city", 7, 0.5, true), Answer("city", 7, 0.3, true),
        Answer("resort", 7, 0.6, true),
        Answer("city", 30, 0.9, false), Answer("resort", 200, 0.1, true),
    ];

    [Theory]
    [InlineData(1, (0.1 + 0.5 + 1.2 + 0.4) / 4)]
    [InlineData(7, (0.4 + 1.2 + 0.4) / 4)]
    [InlineData(30, (0.8 + 0.4) / 4)]
    public void Of_ASmallTable_IsWhatAHandWorksOut(int width, double expected) =>
        Wape.Of(Answers, width).ShouldBe(expected, 1e-12);

    [Fact]
    public void Of_NothingLost_IsNoNumber() => Wape.Of([Answer("city", 3, 0.2, false)], 7).ShouldBe(double.NaN);

    [Fact]
    public void Report_OnTheBooks_HasTheMeanOverTheMonthsAndEachNightOnce()
    {
        var june = Answers.Select(a => a with { Cut = new DateOnly(2016, 2, 1), AsOf = new DateOnly(2016, 2, 1), ArrivalDate = a.ArrivalDate.AddDays(-151), Cancelled = true }).ToArray();

        var report = ReplayReport.Of(ReplayTask.OnTheBooks, [.. Answers, .. june]);

        report.WapeByMonth.Keys.ShouldBe(["2016-02-01", "2016-07-01"]);
        report.Wape!.Value.Week.ShouldBe((Wape.Of(Answers, 7) + Wape.Of(june, 7)) / 2, 1e-12);
        report.Wape.Value.All.ShouldBe(report.WapeByMonth.Values.Average(w => w.All), 1e-12);
        report.ByHalf.Keys.ShouldBe(["2016-02-01", "2016-07-01"]);
        report.Overall.N.ShouldBe(16);
        report.ByProperty["resort"].N.ShouldBe(4);
        report.Nights.Select(n => (n.Property, n.Night)).ShouldBeUnique();
        report.Nights.ShouldContain(new NightFigures("city", Cut, 0.6 + 0.3, 1));
        report.Nights.ShouldAllBe(n => n.Night < Cut.AddDays(30));
    }

    [Fact]
    public void Report_Static_IsByMonthOfArrival()
    {
        var report = ReplayReport.Of(ReplayTask.Static, Answers);

        report.Wape.ShouldBeNull();
        report.WapeByMonth.ShouldBeEmpty();
        report.ByMonth.Keys.ShouldBe(["2016-07-01", "2017-01-01"]);
        report.Nights.Count.ShouldBe(6);
    }

    private static ReplayAnswer Answer(string property, int ahead, double probability, bool lost) => ReplayAnswer.Of(
        Cut, Cut, BookingBuilder.Booking with { PropertyId = new PropertyId(property), BookedOn = Cut.AddDays(-30), ArrivalDate = Cut.AddDays(ahead) }, probability, lost);
}
