using System.Text;
using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Mapping;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Mapping;

public sealed class MappedReadingTests
{
    /// <summary>Every field with a value of its own; a test replaces those that it is about.</summary>
    internal static readonly Dictionary<string, string> Constant = new()
    {
        ["bookingId"] = """{ "rowNumber": true }""",
        ["propertyId"] = """{ "default": "City Hotel" }""",
        ["bookedOn"] = """{ "default": "2017-03-01" }""",
        ["arrivalDate"] = """{ "default": "2017-05-20" }""",
        ["weekendNights"] = """{ "default": "2" }""",
        ["weekNights"] = """{ "default": "1" }""",
        ["adults"] = """{ "default": "2" }""",
        ["children"] = """{ "default": "0" }""",
        ["babies"] = """{ "default": "0" }""",
        ["meal"] = """{ "default": "BB" }""",
        ["marketSegment"] = """{ "default": "Online TA" }""",
        ["distributionChannel"] = """{ "default": "TA/TO" }""",
        ["reservedRoomType"] = """{ "default": "A" }""",
        ["depositType"] = """{ "default": "No Deposit" }""",
        ["customerType"] = """{ "default": "Transient" }""",
        ["isRepeatedGuest"] = """{ "default": "false" }""",
        ["previousCancellations"] = """{ "default": "0" }""",
        ["previousBookingsNotCanceled"] = """{ "default": "0" }""",
        ["adr"] = """{ "default": "101.5" }""",
        ["specialRequests"] = """{ "default": "1" }""",
    };

    private const string PublicHeader =
        "hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_week_number,arrival_date_day_of_month,stays_in_weekend_nights,"
        + "stays_in_week_nights,adults,children,babies,meal,country,market_segment,distribution_channel,is_repeated_guest,previous_cancellations,"
        + "previous_bookings_not_canceled,reserved_room_type,assigned_room_type,booking_changes,deposit_type,agent,company,days_in_waiting_list,"
        + "customer_type,adr,required_car_parking_spaces,total_of_special_requests,reservation_status,reservation_status_date";

    [Fact]
    public async Task ReadAsync_DefaultsAlone_GiveTheBooking() =>
        (await Event("X\n1")).ShouldBe(BookingBuilder.With(b => b with { BookingId = new BookingId("1"), Agent = null, Country = null }));

    [Theory]
    [InlineData("03/04/2024", "dd/MM/yyyy", "2024-04-03")]
    [InlineData("03/04/2024", "MM/dd/yyyy", "2024-03-04")]
    [InlineData("3.4.2024", "d.M.yyyy", "2024-04-03")]
    [InlineData("20240403", "yyyyMMdd", "2024-04-03")]
    [InlineData("3 Apr 2024", "d MMM yyyy", "2024-04-03")]
    [InlineData("2024-04-03 00:00:00", "yyyy-MM-dd", "2024-04-03")]
    public async Task ReadAsync_DateInAFormat_IsThatDay(string text, string format, string day) =>
        (await Event($"D\n{text}", ("arrivalDate", $$"""{ "column": "D", "format": "{{format}}" }"""))).Booking.ArrivalDate.ShouldBe(DateOnly.Parse(day));

    [Theory]
    [InlineData("2024-03-31T23:30:00Z", "asWritten", "2024-03-31")]
    [InlineData("2024-03-31T23:30:00Z", "Europe/Lisbon", "2024-04-01")]
    [InlineData("2024-03-31T23:30:00Z", "America/New_York", "2024-03-31")]
    [InlineData("2024-03-31T23:30:00+02:00", "Europe/Lisbon", "2024-03-31")]
    [InlineData("2024-03-31 23:30:00", "Asia/Tokyo", "2024-04-01")]
    public async Task ReadAsync_TimeStamp_IsTheDayOfTheHotel(string text, string zone, string day) =>
        (await Event($"D\n{text}", ("arrivalDate", $$"""{ "column": "D", "zone": "{{zone}}" }"""))).Booking.ArrivalDate.ShouldBe(DateOnly.Parse(day));

    [Theory]
    [InlineData("31/02/2024", "dd/MM/yyyy")]
    [InlineData("02/31/2024", "dd/MM/yyyy")]
    [InlineData("2024-04-03", "dd/MM/yyyy")]
    [InlineData("03/04/2024 14:00", "dd/MM/yyyy")]
    public async Task ReadAsync_ImpossibleDateOrUnsaidTime_IsAFaultOfTheField(string text, string format)
    {
        var fault = await Fault($"D\n{text}", ("arrivalDate", $$"""{ "column": "D", "format": "{{format}}" }"""));

        fault.ShouldBe(new FieldFault("arrivalDate", text, "type", $"must be a date of the calendar written {format} (column D)"));
    }

    [Theory]
    [InlineData("2024,February,29", true)]
    [InlineData("2024,feb,29", true)]
    [InlineData("2024,2,29", true)]
    [InlineData("2023,2,29", false)]
    [InlineData("2024,13,1", false)]
    [InlineData("2024,,1", false)]
    public async Task ReadAsync_DividedDate_IsADayOfTheCalendarOrAFault(string row, bool good)
    {
        var rule = ("arrivalDate", """{ "year": "Y", "month": "M", "day": "D" }""");
        if (good)
        {
            (await Event($"Y,M,D\n{row}", rule)).Booking.ArrivalDate.ShouldBe(new DateOnly(2024, 2, 29));
        }
        else
        {
            (await Fault($"Y,M,D\n{row}", rule)).Field.ShouldBe("arrivalDate");
        }
    }

    [Fact]
    public async Task ReadAsync_ImpossibleArrival_IsTheOnlyFaultOfTheRow() =>
        (await Fault("Y,M,D,L,N\n2023,2,29,10,3", ("arrivalDate", """{ "year": "Y", "month": "M", "day": "D" }"""), ("bookedOn", """{ "daysBeforeArrival": "L" }"""),
            ("weekNights", """{ "nights": "N" }"""), ("weekendNights", """{ "nights": "N" }"""))).Field.ShouldBe("arrivalDate");

    [Theory]
    [InlineData("101,5", """ "decimal": "," """, 101.5)]
    [InlineData("1.101,5", """ "decimal": "," """, 1101.5)]
    [InlineData("1 101,5", """ "decimal": "," """, 1101.5)]
    [InlineData("1,101.5", """ "decimal": "." """, 1101.5)]
    [InlineData("10150", """ "scale": 0.01 """, 101.5)]
    [InlineData("12345", """ "scale": 0.01 """, 123.45)]
    [InlineData("304,5", """ "decimal": ",", "divideBy": "nights" """, 101.5)]
    public async Task ReadAsync_Price_IsInTheContractsUnit(string text, string rule, double adr) =>
        (await Event($"P\n\"{text}\"", ("adr", $$"""{ "column": "P", {{rule}} }"""))).Booking.Adr.ShouldBe(adr);

    [Theory]
    [InlineData("101,5", """ "decimal": "." """)]
    [InlineData("101.5", """ "decimal": "," """)]
    [InlineData("1,23,456", """ "decimal": "." """)]
    [InlineData("NaN", """ "decimal": "." """)]
    [InlineData("1e999", """ "scale": 1 """)]
    public async Task ReadAsync_NumberOfAnotherKind_IsRefusedNotMisread(string text, string rule) =>
        (await Fault($"P\n\"{text}\"", ("adr", $$"""{ "column": "P", {{rule}} }"""))).Field.ShouldBe("adr");

    [Theory]
    [InlineData("2024-03-01", "5", 2, 3)] // Friday to Wednesday
    [InlineData("2024-03-04", "5", 0, 5)]
    [InlineData("2024-03-02", "0", 0, 0)]
    public async Task ReadAsync_AllNights_AreDividedByTheCalendar(string arrival, string nights, int weekend, int week)
    {
        var departure = DateOnly.Parse(arrival).AddDays(int.Parse(nights)).ToString("yyyy-MM-dd");
        foreach (var rule in (string[])["""{ "nights": "N" }""", """{ "departure": "D" }"""])
        {
            var booking = (await Event($"A,N,D\n{arrival},{nights},{departure}", ("arrivalDate", """{ "column": "A" }"""), ("weekendNights", rule), ("weekNights", rule))).Booking;

            (booking.WeekendNights, booking.WeekNights).ShouldBe((weekend, week));
        }
    }

    [Fact]
    public async Task ReadAsync_DepartureBeforeArrival_IsAFault() =>
        (await Fault("D\n2017-05-19", ("weekNights", """{ "departure": "D" }"""), ("arrivalDate", """{ "column": "D", "values": { "2017-05-19": "2017-05-20" } }"""))).Field.ShouldBe("weekNights");

    [Fact]
    public async Task ReadAsync_TranslatedValues_AreTheContractsWords()
    {
        var read = await Event(
            "S,R,When\ncXL,Y,2017-04-02", ("status", """{ "column": "S", "values": { "Cxl": "cancelled" } }"""),
            ("isRepeatedGuest", """{ "column": "R", "values": { "Y": "true", "N": "false" } }"""), ("statusDate", """{ "columns": ["When"] }"""));

        read.ShouldBe(new BookingEvent(read.Booking, BookingStatus.Cancelled, new DateOnly(2017, 4, 2)));
        read.Booking.IsRepeatedGuest.ShouldBeTrue();
    }

    [Fact]
    public async Task ReadAsync_StatusThatTheMappingDoesNotKnow_NamesWhatItKnows() =>
        (await Fault("S\nwaitlisted", ("status", """{ "column": "S", "values": { "Cxl": "cancelled" } }"""), ("statusDate", """{ "sameAs": "arrivalDate" }""")))
            .Message.ShouldStartWith("must be one of Cxl, or of booked");

    [Fact]
    public async Task ReadAsync_SeveralColumns_TheFirstWithAValueCounts() =>
        (await Event("A,B\n,2017-04-02", ("statusDate", """{ "columns": ["A", "B"] }"""))).StatusDate.ShouldBe(new DateOnly(2017, 4, 2));

    [Fact]
    public async Task ReadAsync_ColumnMissingOrTwice_StopsWithItsName()
    {
        (await Should.ThrowAsync<UnreadableInputException>(() => Event("X\n1", ("adults", """{ "column": "Pax" }""")))).Message.ShouldContain("'Pax' that the mapping reads adults from");
        (await Should.ThrowAsync<UnreadableInputException>(() => Event("Pax,pax\n1,1", ("adults", """{ "column": "Pax" }""")))).Message.ShouldContain("twice");
    }

    [Fact]
    public async Task ReadAsync_MappingForJson_IsRefused() =>
        (await Should.ThrowAsync<UnreadableInputException>(() => Event("""{"bookingId":"1"}"""))).Message.ShouldContain("CSV");

    [Fact]
    public async Task ReadAsync_PublicColumnsByMapping_EqualTheBuiltInReader()
    {
        var text = new StringBuilder(PublicHeader + "\n");
        var number = Gen.Int[0, 3];
        var gen = Gen.Select(Gen.OneOf<string>("City Hotel", "Resort Hotel"), Gen.OneOf<string>("0", "12", "x", "-3"), Gen.Int[2015, 2017], Gen.OneOf<string>("May", "February", "July"), Gen.Int[1, 31], number, Gen.OneOf<string>("NA", "1", "0", "two"), Gen.OneOf<string>("Check-Out", "Canceled", "No-Show"))
            .Select((hotel, lead, year, month, day, n, children, status) =>
                $"{hotel},0,{lead},{year},{month},20,{day},{n},1,2,{children},0,BB,NULL,\"Online TA\",TA/TO,0,0,0,A,B,0,No Deposit,9,NULL,0,Transient,101.5,0,1,{status},{year}-08-02");
        foreach (var row in gen.Array[400].Single())
        {
            text.Append(row).Append('\n');
        }

        var input = Encoding.UTF8.GetBytes(text.ToString());
        var proposal = await MappingProposer.ProposeAsync(new MemoryStream(input), 5000, default);
        var mapping = proposal with
        {
            Fields = proposal.Fields.ToDictionary(
                f => f.Key, f => (f.Key switch { "children" => f.Value with { Default = "0" }, "propertyId" => f.Value, _ => f.Value }) with { Confirmed = true }),
        };

        var (expected, actual) = (await Rows.Of(input), await Rows.Of(input, new BookingReadOptions { Mapping = mapping }));

        actual.Count.ShouldBe(400);
        actual.Count(r => r.Event is not null).ShouldBeInRange(20, 380);
        actual.Select(r => r.Event).ShouldBe(expected.Select(r => r.Event));
        actual.Select(r => string.Join(' ', r.Faults.Select(f => $"{f.Field} {f.Value} {f.Rule}").Order())).ShouldBe(expected.Select(r => string.Join(' ', r.Faults.Select(f => $"{f.Field} {f.Value} {f.Rule}").Order())));
    }

    internal static Task<BookingMapping> Mapping(params (string Field, string Rule)[] rules)
    {
        var all = new Dictionary<string, string>(Constant);
        foreach (var (field, rule) in rules)
        {
            all[field] = rule;
        }

        var json = $$"""{ "version": 1, "fields": { {{string.Join(", ", all.Select(f => $"\"{f.Key}\": {f.Value}"))}} } }""";
        return MappingReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), default);
    }

    private static async Task<BookingRow> Row(string text, (string, string)[] rules) =>
        (await Rows.Of(text + "\n", new BookingReadOptions { Mapping = await Mapping(rules) })).ShouldHaveSingleItem();

    private static async Task<BookingEvent> Event(string text, params (string, string)[] rules)
    {
        var row = await Row(text, rules);
        return row.Event.ShouldNotBeNull(Rows.Describe(row));
    }

    private static async Task<FieldFault> Fault(string text, params (string, string)[] rules) => (await Row(text, rules)).Faults.ShouldHaveSingleItem();
}
