using System.Text.RegularExpressions;
using System.Xml.Linq;
using HotelCancellation.Bookings;
using HotelCancellation.Simulation.Replays;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Simulation.Replays;

public partial class ReplayPageTests
{
    private static readonly string Page = ReplayPage.Write("a<b>.csv", [.. Enum.GetValues<ReplayTask>().Select(task => ReplayReport.Of(task, Answers()))]);

    [Fact]
    public void Write_EveryPicture_IsWellFormedNamedAndHasItsTable()
    {
        var pictures = Picture().Matches(Page).Select(m => XElement.Parse(m.Value)).Where(p => p.Attribute("role") is not null).ToList();

        // AUC, Brier, level, reliability and two properties a task; WAPE for one.
        pictures.Count.ShouldBe((3 * 6) + 1);
        pictures.Select(p => p.Attribute("aria-label")!.Value).ShouldBeUnique();
        pictures.ShouldAllBe(p => p.Descendants().Any(e => e.Name == "polyline"));
        Regex.Count(Page, "<details>", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBe(pictures.Count);
    }

    [Fact]
    public void Write_AnyName_IsTextAndNothingIsFetched()
    {
        Page.ShouldContain("Replay of a&lt;b&gt;.csv");
        Page.ShouldContain("city &amp; &lt;i&gt;");
        Page.ShouldContain("default-src 'none'");
        Page.ShouldNotContain("<script");
        Page.ShouldNotContain("http://");
        Page.ShouldNotContain("https://");
        Page.ShouldNotContain("NaN", Case.Sensitive);
    }

    [Fact]
    public void Write_TheFigures_AreThoseOfTheReport()
    {
        var report = ReplayReport.Of(ReplayTask.OnTheBooks, Answers());

        var page = ReplayPage.Write("x", [report]);

        page.ShouldContain(FormattableString.Invariant($"<dd>{report.Overall.Auc:0.0000}</dd>"));
        page.ShouldContain(FormattableString.Invariant($"<dd>{report.Wape!.Value.Night:0.00} {report.Wape.Value.Week:0.00} {report.Wape.Value.All:0.00}</dd>"));
        foreach (var night in report.Nights)
        {
            page.ShouldContain(FormattableString.Invariant($"<th scope=\"row\">{night.Night:yyyy-MM-dd}</th><td class=\"n\">{night.Expected:0.###}</td><td class=\"n\">{night.Actual}</td>"));
        }
    }

    private static ReplayAnswer[] Answers()
    {
        var random = new Random(6);
        return [.. Enumerable.Range(0, 400).Select(i =>
        {
            var cut = new DateOnly(2016, 7, 1).AddMonths(i % 3);
            var probability = random.NextDouble();

            // Nothing is lost in the last month, so that it has neither AUC nor WAPE.
            return ReplayAnswer.Of(
                cut, cut, BookingBuilder.Booking with { PropertyId = new PropertyId(i % 2 == 0 ? "city & <i>" : "resort"), BookedOn = cut.AddDays(-20), ArrivalDate = cut.AddDays(random.Next(60)) },
                probability, i % 3 < 2 && random.NextDouble() < probability);
        })];
    }

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Picture();
}
