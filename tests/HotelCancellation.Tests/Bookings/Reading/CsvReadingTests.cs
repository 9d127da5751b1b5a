using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Reading;

public sealed class CsvReadingTests
{
    private const string Header =
        "bookingId,propertyId,bookedOn,arrivalDate,weekendNights,weekNights,adults,children,babies,meal,marketSegment,distributionChannel,"
        + "reservedRoomType,depositType,customerType,isRepeatedGuest,previousCancellations,previousBookingsNotCanceled,adr,specialRequests";

    private const string Row = "B-1,City Hotel,2017-03-01,2017-05-20,2,1,2,0,0,BB,Online TA,TA/TO,A,No Deposit,Transient,false,0,0,101.5,1";

    private const string PublicHeader =
        "hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_week_number,arrival_date_day_of_month,"
        + "stays_in_weekend_nights,stays_in_week_nights,adults,children,babies,meal,country,market_segment,distribution_channel,is_repeated_guest,"
        + "previous_cancellations,previous_bookings_not_canceled,reserved_room_type,assigned_room_type,booking_changes,deposit_type,agent,company,"
        + "days_in_waiting_list,customer_type,adr,required_car_parking_spaces,total_of_special_requests,reservation_status,reservation_status_date";

    private const string PublicRow =
        "City Hotel,1,80,2017,May,20,20,2,1,2,NA,0,BB,NULL,Online TA,TA/TO,0,0,0,A,A,0,No Deposit,9,NULL,0,Transient,101.5,0,1,Canceled,2017-04-02";

    public static TheoryData<string, string, string> BadValues => new()
    {
        { "2017-05-20", "2018-02-29", "arrivalDate" },
        { "2017-05-20", "20.05.2017", "arrivalDate" },
        { "2017-03-01", "2017-03-01T00:00:00Z", "bookedOn" },
        { "101.5", "NaN", "adr" },
        { "101.5", "Infinity", "adr" },
        { "101.5", "1e999", "adr" },
        { "101.5", "\"101,5\"", "adr" },
        { "101.5", "", "adr" },
        { "false", "perhaps", "isRepeatedGuest" },
        { ",2,1,2,", ",2,1,two,", "adults" },
        { ",2,1,2,", ",2,99999999999,2,", "weekNights" },
        { ",2,1,2,", ",2,1.5,2,", "weekNights" },
        { "B-1", "", "bookingId" },
        { "B-1", "\"B\n1\"", "bookingId" },
    };

    [Fact]
    public async Task ReadAsync_CanonicalRow_GivesTheBooking()
    {
        var rows = await Rows.Of($"{Header}\n{Row}\n");

        rows.ShouldAllBe(r => !r.IsLife);
        Rows.Events(rows).ShouldHaveSingleItem().ShouldBe(BookingBuilder.With(b => b with { Agent = null, Country = null }));
    }

    [Fact]
    public async Task ReadAsync_PublicRow_GivesTheBookingWithoutWhatIsKnownLater()
    {
        var rows = await Rows.Of($"{PublicHeader}\n{PublicRow}\n");

        rows.ShouldAllBe(r => r.IsLife);
        Rows.Events(rows).ShouldHaveSingleItem().ShouldBe(new BookingEvent(
            BookingBuilder.Booking with { BookingId = new BookingId("1"), Country = null }, BookingStatus.Cancelled, new DateOnly(2017, 4, 2)));
    }

    [Theory]
    [InlineData("2017,May,20,20", "2018,February,9,29", "arrivalDate")]
    [InlineData("2017,May,20,20", "2017,Mai,20,20", "arrivalDate")]
    [InlineData(",80,", ",soon,", "bookedOn")]
    [InlineData(",80,", ",99999999,", "bookedOn")]
    [InlineData("Canceled", "Cancelled?", "status")]
    [InlineData(",2017-04-02", ",NULL", "statusDate")]
    [InlineData("City Hotel", "NULL", "propertyId")]
    public async Task ReadAsync_PublicRowWithABadValue_IsFaultyAtItsField(string good, string bad, string field)
    {
        var rows = await Rows.Of($"{PublicHeader}\n{PublicRow.Replace(good, bad)}\n{PublicRow}\n");

        rows[0].Faults.ShouldHaveSingleItem().Field.ShouldBe(field);
        rows[1].Event.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public async Task ReadAsync_BadValue_IsOneFaultAndTheRestGoOn(string good, string bad, string field)
    {
        var rows = await Rows.Of($"{Header}\n{Row.Replace(good, bad)}\n{Row}\n");

        rows.Count.ShouldBe(2);
        rows[0].Event.ShouldBeNull();
        rows[0].Faults.ShouldHaveSingleItem().Field.ShouldBe(field);
        rows[1].Event.ShouldNotBeNull();
        rows[1].RowNumber.ShouldBe(2);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task ReadAsync_AnyLineEnd_IsTaken(string end)
    {
        var rows = await Rows.Of(string.Join(end, Header, Row, Row));

        rows.Count.ShouldBe(2);
        Rows.Events(rows);
    }

    [Fact]
    public async Task ReadAsync_ByteOrderMarkAndBlankLines_AreSkipped()
    {
        var rows = await Rows.Of($"\uFEFF\r\n{Header}\r\n\r\n{Row}\r\n\r\n");

        Rows.Events(rows).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task ReadAsync_AnotherSeparator_IsDetected(char separator)
    {
        var rows = await Rows.Of($"{Header}\n{Row}\n".Replace(',', separator));

        Rows.Events(rows).Count.ShouldBe(1);
    }

    [Fact]
    public async Task ReadAsync_QuotesWithNewlinesAndSeparators_AreOneValue()
    {
        var rows = await Rows.Of($"{Header},note\n{Row.Replace("City Hotel", "\"The \"\"City\"\", Hotel\"")},\"two\nlines, \"\"quoted\"\"\"\n{Row},\n");

        Rows.Events(rows)[0].Booking.PropertyId.Value.ShouldBe("The \"City\", Hotel");
        rows.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("City Hotel", "\"City\" Hotel\"")]
    [InlineData("City Hotel", "\"City Hotel")]
    public async Task ReadAsync_BrokenQuotes_AreAFaultyRow(string good, string bad)
    {
        var rows = await Rows.Of($"{Header}\n{Row}\n{Row.Replace(good, bad)}\n");

        rows[0].Event.ShouldNotBeNull();
        rows[1].Faults.ShouldHaveSingleItem().Rule.ShouldBe("quotes");
    }

    [Fact]
    public async Task ReadAsync_StrayQuoteInTheMiddle_SpoilsItsOwnRowOnly()
    {
        var rows = await Rows.Of($"{Header}\n{Row.Replace("City Hotel", "\"City\" Hotel\"")}\n{Row}\n");

        rows.Select(r => r.Event is null).ShouldBe([true, false]);
    }

    [Fact]
    public async Task ReadAsync_QuoteNeverClosedInALongFile_EndsAfterTheLastGoodRow()
    {
        var rest = string.Concat(Enumerable.Repeat(Row + "\n", 2000));

        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of($"{Header}\n{Row}\n{Row}\n\"{rest}"));

        e.AfterRow.ShouldBe(2);
        e.Message.ShouldContain("quote");
    }

    [Theory]
    [InlineData(",extra", "21")]
    [InlineData(null, "19")]
    public async Task ReadAsync_RaggedRow_IsFaultyByColumns(string? more, string count)
    {
        var ragged = more is null ? Row[..Row.LastIndexOf(',')] : Row + more;

        var rows = await Rows.Of($"{Header}\n{ragged}\n{Row}\n");

        var fault = rows[0].Faults.ShouldHaveSingleItem();
        fault.Rule.ShouldBe("columns");
        fault.Message.ShouldContain(count);
        rows[1].Event.ShouldNotBeNull();
    }

    [Fact]
    public async Task ReadAsync_HeaderOnly_GivesNoRows() => (await Rows.Of(Header)).ShouldBeEmpty();

    [Fact]
    public async Task ReadAsync_MissingColumns_NamesThemAll()
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of($"{Header.Replace("adr,", "").Replace("meal,", "")}\n"));

        e.Message.ShouldContain("meal, adr");
    }

    [Fact]
    public async Task ReadAsync_PublicHeaderWithoutAColumn_NamesItByItsOwnName()
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of(PublicHeader.Replace("total_of_special_requests,", "")));

        e.Message.ShouldContain("total_of_special_requests");
    }

    [Theory]
    [InlineData("adr")]
    [InlineData("ADR")]
    [InlineData("week_nights")]
    public async Task ReadAsync_ColumnTwice_IsRefusedByName(string again)
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of($"{Header},{again}\n{Row},1\n"));

        e.Message.ShouldContain("given twice");
    }

    [Fact]
    public async Task ReadAsync_UnknownSeparator_SaysWhichAreKnown()
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of($"{Header}\n{Row}\n".Replace(',', '^')));

        e.Message.ShouldContain("one column only");
        e.Message.ShouldContain("comma");
    }

    [Fact]
    public async Task ReadAsync_SnakeCaseInAnotherOrderWithMoreColumns_IsRead()
    {
        var names = Header.Split(',').Select(n => string.Concat(n.Select(c => char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()))).Reverse();

        var rows = await Rows.Of($"{string.Join(',', names)},weather\n{string.Join(',', Row.Split(',').Reverse())},sunny\n");

        Rows.Events(rows).ShouldHaveSingleItem().ShouldBe(BookingBuilder.With(b => b with { Agent = null, Country = null }));
    }

    [Fact]
    public async Task ReadAsync_BytesThatAreNotUtf8_AreAFaultyRow()
    {
        var bytes = Encoding.Latin1.GetBytes($"{Header}\n{Row.Replace("City Hotel", "Hôtel")}\n{Row}\n");

        var rows = await Rows.Of(bytes);

        rows[0].Faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Field.ShouldBe("propertyId"), f => f.Rule.ShouldBe("encoding"));
        rows[1].Event.ShouldNotBeNull();
    }

    [Fact]
    public async Task ReadAsync_RowThatBeginsWithHash_IsABooking()
    {
        var rows = await Rows.Of($"{Header}\n#{Row}\n");

        Rows.Events(rows).ShouldHaveSingleItem().Booking.BookingId.Value.ShouldBe("#B-1");
    }

    [Fact]
    public async Task ReadAsync_StatusWithoutItsDay_IsFaulty()
    {
        var rows = await Rows.Of($"{Header},status\n{Row},cancelled\n{Row},booked\n{Row},annulled\n");

        rows[0].Faults.ShouldHaveSingleItem().Field.ShouldBe("statusDate");
        rows[1].Event.ShouldNotBeNull();
        rows[2].Faults.ShouldHaveSingleItem().Message.ShouldContain("noShow");
    }

    [Fact]
    public async Task ReadAsync_TextOfASpreadsheet_WholeNumbersWithAPointAreRead()
    {
        var rows = await Rows.Of($"{Header}\n{Row.Replace(",2,1,2,", ",2.0,1,2,")}\n");

        Rows.Events(rows).ShouldHaveSingleItem().Booking.WeekendNights.ShouldBe(2);
    }
}
