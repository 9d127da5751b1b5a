using System.Xml;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;
using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Validation;

public sealed class ReportTests
{
    private static readonly DateOnly Today = new(2017, 5, 1);

    [Fact]
    public async Task Build_BadAndOddRows_AreCountedWithSamples()
    {
        var report = await Report(Ordinary(0), Ordinary(1) with { Booking = Ordinary(1).Booking with { WeekNights = 400 } }, Ordinary(2) with { Booking = Ordinary(2).Booking with { Meal = "??" } });

        var nights = report.Expectations.Single(e => e.Name == "week-nights");
        (nights.Status, nights.Checked, nights.Failed, nights.Observed).ShouldBe((ReportStatus.Failed, 3, 1, "1 to 400"));
        nights.Samples.ShouldBe([new ReportSample(2, "400")]);
        report.Expectations.Single(e => e.Name == "meal-known").Status.ShouldBe(ReportStatus.Warned);
        report.Expectations.Single(e => e.Name == "adults").Status.ShouldBe(ReportStatus.Passed);
        report.Expectations.ShouldNotContain(e => e.Name == "day-use", "it is ignored in history");
        report.Success.ShouldBeTrue();
    }

    [Fact]
    public async Task Build_UnreadableRow_IsAnExpectationOfItsOwn()
    {
        var report = await Report([new BookingRow(1, null, [new FieldFault("adr", "free", "type", "must be a number")]), Row(2, Ordinary(1))]);

        report.Expectations[0].ShouldSatisfyAllConditions(e => e.Name.ShouldBe("type"), e => e.Field.ShouldBe("adr"), e => e.Samples.ShouldBe([new ReportSample(1, "free")]));
    }

    [Theory]
    [InlineData(0, ReportStatus.Passed)]
    [InlineData(1, ReportStatus.Warned)]
    [InlineData(10, ReportStatus.Failed)]
    public async Task Build_EventsGivenTwice_WarnOrFail(int twice, ReportStatus status)
    {
        var events = Enumerable.Range(0, 100 - twice).Concat(Enumerable.Range(0, twice)).Select(Ordinary).ToArray();

        var report = await Report(events);

        Check(report, "uniqueness").Status.ShouldBe(status);
        report.Success.ShouldBe(status != ReportStatus.Failed);
    }

    [Theory]
    [InlineData("2017-04-20", ReportStatus.Passed)]
    [InlineData("2017-03-20", ReportStatus.Warned)]
    [InlineData("2017-05-02", ReportStatus.Warned)]
    public async Task Build_AgeOfTheLatestStatus_IsJudged(string latest, ReportStatus status) =>
        Check(await Report(Ordinary(0) with { Status = BookingStatus.Cancelled, StatusDate = DateOnly.Parse(latest) }), "freshness").Status.ShouldBe(status);

    [Theory]
    [InlineData(10, ReportStatus.Passed)]
    [InlineData(1, ReportStatus.Warned)]
    [InlineData(60, ReportStatus.Warned)]
    [InlineData(0, ReportStatus.Warned)]
    public async Task Build_BookingsADay_AreComparedWithTheDaysBefore(int onThatDay, ReportStatus status)
    {
        var first = new DateOnly(2017, 1, 1);
        var events = Enumerable.Range(0, 40).SelectMany(day => Enumerable.Repeat(day, day == 35 ? onThatDay : 10)).Select((day, i) =>
            Ordinary(i) with { Booking = Ordinary(i).Booking with { BookedOn = first.AddDays(day) } }).ToArray();

        var check = Check(await Report(events), "volume");

        check.Status.ShouldBe(status);
        check.Message.Contains("2017-02-05").ShouldBe(status != ReportStatus.Passed);
    }

    [Fact]
    public async Task Build_RowsThatARequestCouldNotHave_AreNamed()
    {
        var report = await Report([.. Enumerable.Range(0, 10).Select(i => Ordinary(i) with { Booking = Ordinary(i).Booking with { Adults = i < 5 ? 0 : 2 } })]);

        Check(report, "train-serve").Status.ShouldBe(ReportStatus.Warned);
        Check(report, "train-serve").Message.ShouldContain("no-guests (5)");
        Check(report, "constant-fields").Message.ShouldContain("children, babies");
        Check(report, "constant-fields").Message.ShouldNotContain("adults");
    }

    [Fact]
    public async Task Build_Distribution_HoldsEveryRowEvenOfALargeFile()
    {
        var report = await Report([.. Enumerable.Range(0, 50_000).Select(i => Ordinary(i) with { Booking = Ordinary(i).Booking with { Adr = i % 500 } })]);

        var adr = report.Distributions.Single(d => d.Field == "adr");
        adr.Bins.Sum(b => b.Rows).ShouldBeInRange(49_900, 50_100);
        adr.Bins.Count.ShouldBe(20);
        adr.Observed.ShouldBe("0 to 499");
        report.Distributions.Single(d => d.Field == "arrivalDate").Bins.ShouldBe([new ReportBin("2017-05", 50_000)]);
        report.Distributions.ShouldNotContain(d => d.Field == "bookingId");
    }

    [Fact]
    public async Task Write_HostileValues_GiveAWellFormedPageThatNeedsNothingElse()
    {
        const string Hostile = "</td><script>alert(1)</script>\"'&";
        var odd = Ordinary(1) with { Booking = Ordinary(1).Booking with { Meal = Hostile, DepositType = Hostile } };

        var page = ReportPage.Write(await Report(Ordinary(0), odd));

        page.ShouldNotContain("<script");
        page.ShouldContain("default-src 'none'");
        foreach (var reference in (string[])["http://", "https://", " src=", "href=", "url(", "@import"])
        {
            page.ShouldNotContain(reference);
        }

        // As XML it shows every tag that is not closed.
        var body = page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)].Replace("<br>", "<br/>");
        var document = new XmlDocument();
        document.LoadXml(body);
        document.SelectNodes("//svg[@role='img' and @aria-label]")!.Count.ShouldBe(document.SelectNodes("//svg")!.Count);
        document.SelectNodes("//table/thead/tr/th[not(@scope)]")!.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Write_StoppedRun_SaysWhy()
    {
        var page = ReportPage.Write(await Report([new BookingRow(1, null, [new FieldFault("adr", "free", "type", "must be a number")])]));

        page.ShouldContain("found wanting");
        page.ShouldContain("All 1 rows were rejected.");
    }

    private static BookingEvent Ordinary(int i) => BookingBuilder.With(b => b with { BookingId = new BookingId($"B-{i}") });

    private static BookingRow Row(long number, BookingEvent booking) => new(number, booking, []);

    private static ReportCheck Check(ValidationReport report, string name) => report.Checks.Single(c => c.Name == name);

    private static Task<ValidationReport> Report(params BookingEvent[] events) => Report([.. events.Select((e, i) => Row(i + 1, e))]);

    private static async Task<ValidationReport> Report(IReadOnlyList<BookingRow> rows)
    {
        var options = new ValidationOptions();
        var collector = new ReportCollector(BookingValidator.Default, ValidationMode.History, options);
        var run = new ValidationRun("run", BookingValidator.Default, ValidationMode.History, options, report: collector);
        await foreach (var booking in run.AcceptAsync(rows.ToAsyncEnumerable(), default))
        {
            booking.ShouldNotBeNull();
        }

        return collector.Build(run.Summary, "bookings.csv", new DateTimeOffset(2017, 5, 1, 0, 0, 0, TimeSpan.Zero), Today);
    }
}
