using System.Text;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Reading;

public sealed class JsonReadingTests
{
    private const string Good = """
        {"bookingId":"B-1","propertyId":"City Hotel","bookedOn":"2017-03-01","arrivalDate":"2017-05-20","weekendNights":2,"weekNights":1,"adults":2,"children":0,"babies":0,"meal":"BB","marketSegment":"Online TA","distributionChannel":"TA/TO","reservedRoomType":"A","depositType":"No Deposit","agent":"9","customerType":"Transient","country":"PRT","isRepeatedGuest":false,"previousCancellations":0,"previousBookingsNotCanceled":0,"adr":101.5,"specialRequests":1}
        """;

    [Fact]
    public void Read_CutOffAnywhere_IsOneFaultThatDoesNotSpeakOfDepth()
    {
        var whole = Encoding.UTF8.GetBytes(Good.Trim());
        for (var length = 1; length < whole.Length; length++)
        {
            var fault = BookingJson.Read(whole.AsSpan(0, length), 1).Faults.ShouldHaveSingleItem($"cut to {length} bytes");

            fault.Rule.ShouldBe("json");
            fault.Message.ShouldNotContain("deeper");
        }
    }

    public static TheoryData<string, string, string> BadValues => new()
    {
        { "\"adr\":101.5", "\"adr\":NaN", "adr" },
        { "\"adr\":101.5", "\"adr\":-Infinity", "adr" },
        { "\"adr\":101.5", "\"adr\":\"NaN\"", "adr" },
        { "\"adr\":101.5", "\"adr\":1e999", "adr" },
        { "\"adr\":101.5", "\"adr\":\"101.5\"", "adr" },
        { "\"adr\":101.5", "\"adr\":null", "adr" },
        { "\"adr\":101.5", "\"adr\":{\"amount\":101.5,\"more\":[1,2]}", "adr" },
        { "\"adr\":101.5", "\"adr\":[101.5]", "adr" },
        { "\"adr\":101.5", "\"adr\":101.5,\"adr\":101.5", "adr" },
        { "\"adr\":101.5", "\"adr\":101.5,\"ADR\":1", "adr" },
        { "\"adults\":2", "\"adults\":2.5", "adults" },
        { "\"adults\":2", "\"adults\":99999999999", "adults" },
        { "\"adults\":2", "\"adults\":true", "adults" },
        { "\"isRepeatedGuest\":false", "\"isRepeatedGuest\":0", "isRepeatedGuest" },
        { "2017-05-20", "2018-02-29", "arrivalDate" },
        { "\"bookingId\":\"B-1\"", "\"bookingId\":1", "bookingId" },
        { "\"bookingId\":\"B-1\"", "\"bookingId\":\"\"", "bookingId" },
        { "\"bookingId\":\"B-1\"", "\"bookingId\":\"B\\n1\"", "bookingId" },
        { "\"bookingId\":\"B-1\"", "\"bookingId\":\"\\ud800\"", "bookingId" },
        { "\"meal\":\"BB\",", "", "meal" },
    };

    [Theory]
    [InlineData("{0}\n{1}\n")]
    [InlineData("{0}\r\n\r\n  {1}")]
    [InlineData("[{0},{1}]")]
    [InlineData(" \r\n[ {0}\n,\t{1} ] \n")]
    [InlineData("\uFEFF[{0},{1}]")]
    public async Task ReadAsync_LinesOrArray_GivesTheBookings(string layout)
    {
        var rows = await Rows.Of(layout.Replace("{0}", Good).Replace("{1}", Good));

        Rows.Events(rows).ShouldBe([BookingBuilder.Event, BookingBuilder.Event]);
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public void Read_BadValue_IsOneFaultAtItsField(string good, string bad, string field)
    {
        var row = BookingJson.Read(Encoding.UTF8.GetBytes(Good.Replace(good, bad)), 7);

        row.RowNumber.ShouldBe(7);
        row.Event.ShouldBeNull();
        row.Faults.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public async Task ReadAsync_BadElementOrLine_TheRestGoOn(string good, string bad, string field)
    {
        var broken = Good.Replace(good, bad);
        foreach (var input in new[] { $"[{broken},{Good}]", $"{broken}\n{Good}\n" })
        {
            var rows = await Rows.Of(input);

            rows.Count.ShouldBe(2);
            rows[0].Faults.ShouldHaveSingleItem().Field.ShouldBe(field);
            rows[1].Event.ShouldNotBeNull();
        }
    }

    [Fact]
    public void Read_NumberInQuotes_SaysSo()
    {
        var row = BookingJson.Read(Encoding.UTF8.GetBytes(Good.Replace("101.5", "\"101.5\"")), 1);

        row.Faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Message.ShouldContain("without quotes"), f => f.Value.ShouldBe("\"101.5\""));
    }

    [Fact]
    public void Read_NaN_ShowsWhatStoodThere()
    {
        var row = BookingJson.Read(Encoding.UTF8.GetBytes(Good.Replace("101.5", "NaN")), 1);

        row.Faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Value.ShouldBe("NaN"), f => f.Message.ShouldContain("finite"));
    }

    [Fact]
    public void Read_UnknownPropertiesOtherOrderAndEscapes_AreTaken()
    {
        var text = "{\"z\":1," + Good[1..].Replace("\"bookingId\":\"B-1\",", "")[..^1] + ",\"x\":{\"y\":[1,{}]},\"booking\\u0049d\":\"B-\\u0031\"}";

        BookingJson.Read(Encoding.UTF8.GetBytes(text), 1).Event.ShouldBe(BookingBuilder.Event);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"adr\"}")]
    [InlineData("{} {}")]
    public void Read_NoObject_IsOneFaultOfTheRow(string json)
    {
        var row = BookingJson.Read(Encoding.UTF8.GetBytes(json), 1);

        row.Faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Rule.ShouldBe("json"), f => f.Field.ShouldBe(""));
    }

    [Fact]
    public void Read_DeepNesting_IsRefused()
    {
        var json = Good[..^1] + ",\"x\":" + new string('[', 20_000) + new string(']', 20_000) + "}";

        BookingJson.Read(Encoding.UTF8.GetBytes(json), 1).Faults.ShouldHaveSingleItem().Message.ShouldContain("deeper than 8");
    }

    [Fact]
    public void Read_BytesThatAreNotUtf8_AreRefused() =>
        BookingJson.Read(Encoding.Latin1.GetBytes(Good.Replace("City", "Cité")), 1).Faults.ShouldHaveSingleItem().Rule.ShouldBe("encoding");

    [Fact]
    public void Read_AGoodBooking_AllocatesTheBookingOnly()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        BookingJson.Read(bytes, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            BookingJson.Read(bytes, 1);
        }

        // Booking and event are 232 bytes together, the id's string 32.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000).ShouldBeLessThan(320);
    }

    [Fact]
    public async Task ReadAsync_DeepElementOrLine_IsOneFaultyRow()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);
        foreach (var input in new[] { $"[{deep},{Good}]", $"{Good}\n{deep}\n{Good}" })
        {
            var rows = await Rows.Of(input);

            rows.Count(r => r.Event is null).ShouldBe(1);
            rows[^1].Event.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task ReadAsync_ElementOrLineThatIsTooLong_IsOneFaultyRow()
    {
        var huge = Good[..^1] + ",\"x\":\"" + new string('x', 200_000) + "\"}";
        foreach (var (input, chunk) in new[] { ($"[{Good},   {huge} , {Good}]", 1000), ($"{Good}\n{huge}\n{Good}", int.MaxValue) })
        {
            var rows = await Rows.Of(Encoding.UTF8.GetBytes(input), chunk: chunk);

            rows.Select(r => r.RowNumber).ShouldBe([1, 2, 3]);
            rows.Select(r => r.Event is null).ShouldBe([false, true, false]);
            rows[1].Faults.ShouldHaveSingleItem().Rule.ShouldBe("length");
        }
    }

    [Fact]
    public async Task ReadAsync_ElementAsLongAsIsAllowed_IsRead()
    {
        var long1 = Good[..^1] + ",\"x\":\"" + new string('x', 60_000) + "\"}";

        Rows.Events(await Rows.Of($"[{Good},          {long1},{long1}]")).Count.ShouldBe(3);
        Rows.Events(await Rows.Of($"{Good}\n{long1}\n{long1}")).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("[{0}", 1)]
    [InlineData("[{0},", 1)]
    [InlineData("[{0},]", 1)]
    [InlineData("[{0}{0}]", 1)]
    [InlineData("[{0},{0}] {0}", 2)]
    [InlineData("[{0},{\"a\":[1}]", 1)]
    [InlineData("[,{0}]", 0)]
    [InlineData("[{0},{0}}", 2)]
    [InlineData("[{0},{\"a\":\"never closed}]", 1)]
    public async Task ReadAsync_BrokenArray_SaysAfterWhichRow(string layout, int afterRow)
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of(layout.Replace("{0}", Good)));

        e.AfterRow.ShouldBe(afterRow);
    }

    [Theory]
    [InlineData("[{0},{\"a\":},{0}]")]
    [InlineData("[{0},nonsense,{0}]")]
    [InlineData("[{0},[],{0}]")]
    [InlineData("[{0},\"te,]xt\\\"\",{0}]")]
    [InlineData("{0}\nnonsense\n{0}")]
    [InlineData("{0}\n{\"a\":\n{0}")]
    public async Task ReadAsync_BadElementInASoundStructure_IsOneFaultyRow(string layout)
    {
        var rows = await Rows.Of(layout.Replace("{0}", Good));

        rows.Select(r => r.Event is null).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task ReadAsync_EmptyArray_GivesNoRows() => (await Rows.Of(" [ ] ")).ShouldBeEmpty();

    [Fact]
    public async Task ReadAsync_ObjectOverSeveralLines_SaysWhatIsExpected()
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of(Good.Replace("{", "{\n  ").Replace(",", ",\n  ")));

        e.Message.ShouldContain("several lines");
    }
}
