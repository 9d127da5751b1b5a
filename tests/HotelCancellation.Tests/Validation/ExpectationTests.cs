using System.Text;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;
using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Validation;

public sealed class ExpectationTests
{
    private static readonly JsonNode s_file = JsonNode.Parse(
        typeof(ExpectationSuite).Assembly.GetManifestResourceStream("HotelCancellation.Validation.expectations.json")!)!;

    private static readonly Dictionary<string, BookingEvent> s_cases = new(StringComparer.Ordinal)
    {
        ["adr -0.01"] = BookingBuilder.With(b => b with { Adr = -0.01 }),
        ["adr -10"] = BookingBuilder.With(b => b with { Adr = -10 }),
        ["adr -10.01"] = BookingBuilder.With(b => b with { Adr = -10.01 }),
        ["adr 0"] = BookingBuilder.With(b => b with { Adr = 0 }),
        ["adr 1000"] = BookingBuilder.With(b => b with { Adr = 1000 }),
        ["adr 1000.5"] = BookingBuilder.With(b => b with { Adr = 1000.5 }),
        ["adr 20001"] = BookingBuilder.With(b => b with { Adr = 20_001 }),
        ["adr NaN"] = BookingBuilder.With(b => b with { Adr = double.NaN }),
        ["no guests"] = BookingBuilder.With(b => b with { Adults = 0 }),
        ["children alone"] = BookingBuilder.With(b => b with { Adults = 0, Children = 1 }),
        ["guests 101"] = BookingBuilder.With(b => b with { Adults = 101 }),
        ["guests -1"] = BookingBuilder.With(b => b with { Babies = -1 }),
        ["day use"] = BookingBuilder.With(b => b with { WeekendNights = 0, WeekNights = 0 }),
        ["nights 366"] = BookingBuilder.With(b => b with { WeekendNights = 100, WeekNights = 266 }),
        ["nights 10000000"] = BookingBuilder.With(b => b with { WeekNights = 10_000_000 }),
        ["nights overflow"] = BookingBuilder.With(b => b with { WeekendNights = int.MaxValue, WeekNights = int.MaxValue }),
        ["arrival before booking"] = BookingBuilder.With(b => b with { ArrivalDate = b.BookedOn.AddDays(-1) }),
        ["arrival on the day"] = BookingBuilder.With(b => b with { ArrivalDate = b.BookedOn }),
        ["lead 731"] = BookingBuilder.With(b => b with { ArrivalDate = b.BookedOn.AddDays(731) }),
        ["lead 1096"] = BookingBuilder.With(b => b with { ArrivalDate = b.BookedOn.AddDays(1096) }),
        ["booked 1989"] = At(1989),
        ["booked 2101"] = At(2101),
        ["deposit"] = BookingBuilder.With(b => b with { DepositType = "no deposit" }),
        ["customer"] = BookingBuilder.With(b => b with { CustomerType = "VIP" }),
        ["meal"] = BookingBuilder.With(b => b with { Meal = "AI" }),
        ["segment"] = BookingBuilder.With(b => b with { MarketSegment = "Metasearch" }),
        ["channel"] = BookingBuilder.With(b => b with { DistributionChannel = "Fax" }),
        ["room"] = BookingBuilder.With(b => b with { ReservedRoomType = "Z" }),
        ["previous 1001"] = BookingBuilder.With(b => b with { PreviousCancellations = 1001 }),
        ["previous stays -1"] = BookingBuilder.With(b => b with { PreviousBookingsNotCanceled = -1 }),
        ["requests 21"] = BookingBuilder.With(b => b with { SpecialRequests = 21 }),
        ["status before booking"] = BookingBuilder.Event with { StatusDate = BookingBuilder.Booking.BookedOn.AddDays(-1) },
        ["cancelled late"] = Outcome(BookingStatus.Cancelled, 1),
        ["cancelled on arrival"] = Outcome(BookingStatus.Cancelled, 0),
        ["checked out late"] = Outcome(BookingStatus.CheckedOut, 1),
        ["checked in early"] = Outcome(BookingStatus.CheckedIn, -1),
        ["fine"] = BookingBuilder.Event,
    };

    [Theory]
    [InlineData("fine", null, Severity.Ignore, Severity.Ignore)]
    [InlineData("adr -0.01", "adr-negative", Severity.Reject, Severity.Warn)]
    [InlineData("adr -10", "adr-negative", Severity.Reject, Severity.Warn)]
    [InlineData("adr -10.01", "adr-limits", Severity.Reject, Severity.Reject)]
    [InlineData("adr 0", null, Severity.Ignore, Severity.Ignore)]
    [InlineData("adr 1000", null, Severity.Ignore, Severity.Ignore)]
    [InlineData("adr 1000.5", "adr-unusual", Severity.Warn, Severity.Warn)]
    [InlineData("adr 20001", "adr-limits", Severity.Reject, Severity.Reject)]
    [InlineData("adr NaN", "adr-limits", Severity.Reject, Severity.Reject)]
    [InlineData("no guests", "no-guests", Severity.Reject, Severity.Warn)]
    [InlineData("children alone", null, Severity.Ignore, Severity.Ignore)]
    [InlineData("guests 101", "adults", Severity.Reject, Severity.Reject)]
    [InlineData("guests -1", "babies", Severity.Reject, Severity.Reject)]
    [InlineData("day use", "day-use", Severity.Warn, Severity.Ignore)]
    [InlineData("nights 366", "nights", Severity.Reject, Severity.Reject)]
    [InlineData("nights 10000000", "week-nights", Severity.Reject, Severity.Reject)]
    [InlineData("nights overflow", "nights", Severity.Reject, Severity.Reject)]
    [InlineData("arrival before booking", "arrival-before-booking", Severity.Reject, Severity.Reject)]
    [InlineData("arrival on the day", null, Severity.Ignore, Severity.Ignore)]
    [InlineData("lead 731", "lead-time-unusual", Severity.Warn, Severity.Warn)]
    [InlineData("lead 1096", "lead-time-limits", Severity.Reject, Severity.Reject)]
    [InlineData("booked 1989", "booked-on-limits", Severity.Reject, Severity.Reject)]
    [InlineData("booked 2101", "booked-on-limits", Severity.Reject, Severity.Reject)]
    [InlineData("deposit", "deposit-type", Severity.Reject, Severity.Reject)]
    [InlineData("customer", "customer-type", Severity.Reject, Severity.Reject)]
    [InlineData("meal", "meal-known", Severity.Warn, Severity.Warn)]
    [InlineData("segment", "market-segment-known", Severity.Warn, Severity.Warn)]
    [InlineData("channel", "distribution-channel-known", Severity.Warn, Severity.Warn)]
    [InlineData("room", "room-type-known", Severity.Warn, Severity.Warn)]
    [InlineData("previous 1001", "previous-cancellations", Severity.Reject, Severity.Reject)]
    [InlineData("previous stays -1", "previous-bookings", Severity.Reject, Severity.Reject)]
    [InlineData("requests 21", "special-requests", Severity.Reject, Severity.Reject)]
    [InlineData("status before booking", "status-before-booking", Severity.Reject, Severity.Reject)]
    [InlineData("cancelled late", "cancelled-after-arrival", Severity.Warn, Severity.Warn)]
    [InlineData("cancelled on arrival", null, Severity.Ignore, Severity.Ignore)]
    [InlineData("checked out late", null, Severity.Ignore, Severity.Ignore)]
    [InlineData("checked in early", "came-before-arrival", Severity.Warn, Severity.Warn)]
    public void Check_OneOddValue_IsMetAsTheFileSays(string name, string? rule, Severity inRequest, Severity inHistory)
    {
        foreach (var (mode, severity) in new[] { (ValidationMode.Request, inRequest), (ValidationMode.History, inHistory) })
        {
            var result = BookingValidator.Default.Check(s_cases[name], mode);

            result.Accepted.ShouldBe(severity != Severity.Reject, $"{mode}: {string.Join("; ", result.Rejects)}");
            if (severity == Severity.Ignore)
            {
                result.Warnings.ShouldBeEmpty();
            }
            else
            {
                (severity == Severity.Reject ? result.Rejects : result.Warnings).ShouldContain(f => f.Rule == rule);
            }
        }
    }

    [Fact]
    public void Check_ValueOutsideAClosedSet_SaysWhatIsAllowed()
    {
        var fault = BookingValidator.Default.Check(s_cases["deposit"], ValidationMode.Request).Rejects.ShouldHaveSingleItem();

        fault.ShouldBe(new FieldFault("depositType", "no deposit", "deposit-type", "must be one of No Deposit, Non Refund, Refundable"));
    }

    [Fact]
    public void Check_BrokenCrossFieldRule_ShowsTheValue()
    {
        var fault = BookingValidator.Default.Check(s_cases["arrival before booking"], ValidationMode.Request).Rejects.ShouldHaveSingleItem();

        fault.Value.ShouldBe("2017-02-28");
        fault.Field.ShouldBe("arrivalDate");
    }

    [Fact]
    public void Check_AnOrdinaryBooking_AllocatesNothing()
    {
        BookingValidator.Default.Check(BookingBuilder.Event, ValidationMode.Request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            BookingValidator.Default.Check(BookingBuilder.Event, ValidationMode.Request);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000).ShouldBe(0);
    }

    [Fact]
    public void Default_Fields_AreThoseOfTheContract() =>
        s_file["fields"]!.AsObject().Select(f => (f.Key, (string)f.Value!["type"]!, (bool)f.Value["required"]!))
            .ShouldBe(BookingField.All.Select(f => (f.Name, f.Type.ToString().ToLowerInvariant(), f.Required)));

    [Fact]
    public void Default_EveryExpectation_NamesItsField()
    {
        ExpectationSuite.Default.Expectations.Count.ShouldBe(s_file["expectations"]!.AsArray().Count);
        ExpectationSuite.Default.Expectations.ShouldAllBe(e => BookingField.All.Any(f => f.Name == e.Field) && e.Message.Length > 0);
    }

    [Theory]
    [InlineData("\"check\": \"range\"", "\"check\": \"rnage\"", "rnage")]
    [InlineData("\"field\": \"adr\"", "\"field\": \"rate\"", "rate")]
    [InlineData("\"value\": \"guests\"", "\"value\": \"visitors\"", "visitors")]
    [InlineData("\"severity\": \"reject\"", "\"severity\": \"fatal\"", "severity")]
    [InlineData("\"min\": \"1990-01-01\"", "\"min\": \"1990-02-30\"", "yyyy-MM-dd")]
    [InlineData("\"min\": -10", "\"min\": 30000", "min is above max")]
    [InlineData("\"min\": -10", "\"minimum\": -10", "minimum")]
    [InlineData("\"other\": \"bookedOn\"", "\"other\": \"meal\"", "not for text")]
    [InlineData("\"name\": \"adults\"", "\"name\": \"children\"", "given twice")]
    [InlineData("\"adr\":                         { \"type\": \"number\"", "\"adr\":{ \"type\": \"whole\"", "adr")]
    [InlineData("\"expectations\": [", "\"expectations\": ", "cannot be read")]
    public void Load_FileThatMakesNoSense_SaysWhyInOneLine(string good, string bad, string why)
    {
        using var stream = typeof(ExpectationSuite).Assembly.GetManifestResourceStream("HotelCancellation.Validation.expectations.json")!;
        var text = new StreamReader(stream).ReadToEnd();
        text.ShouldContain(good);

        var e = Should.Throw<InvalidDataException>(() => ExpectationSuite.Load(new MemoryStream(Encoding.UTF8.GetBytes(text.Replace(good, bad)))));

        e.Message.ShouldContain(why);
        e.Message.ShouldNotContain("\n");
    }

    [SkippableFact]
    public async Task Check_PublicData_AsHistory_KeepsEveryRow()
    {
        using var file = PublicData.Open();
        var run = new ValidationRun("public", BookingValidator.Default, ValidationMode.History, new ValidationOptions());
        var late = 0;

        await foreach (var e in run.AcceptAsync(BookingReader.ReadAsync(file, BookingReadOptions.Default, default), default))
        {
            late += e.Booking.ArrivalDate >= new DateOnly(2017, 3, 1) ? 1 : 0;
        }

        run.Summary.ShouldSatisfyAllConditions(
            s => s.Accepted.ShouldBe(119_390),
            s => s.Rules.ShouldBe(
                [
                    new RuleCount("no-guests", "adults", Severity.Warn, 180),
                    new RuleCount("adr-negative", "adr", Severity.Warn, 1),
                    new RuleCount("adr-unusual", "adr", Severity.Warn, 1),
                    new RuleCount("came-before-arrival", "statusDate", Severity.Warn, 1),
                    new RuleCount("lead-time-unusual", "arrivalDate", Severity.Warn, 1),
                ]),
            s => s.Stopped.ShouldBeFalse());
        late.ShouldBe(32_829);
    }

    private static BookingEvent At(int year)
    {
        var day = new DateOnly(year, 6, 1);
        return BookingBuilder.With(b => b with { BookedOn = day, ArrivalDate = day.AddDays(10) }) with { StatusDate = day };
    }

    private static BookingEvent Outcome(BookingStatus status, int daysAfterArrival) =>
        BookingBuilder.Event with { Status = status, StatusDate = BookingBuilder.Booking.ArrivalDate.AddDays(daysAfterArrival) };
}
