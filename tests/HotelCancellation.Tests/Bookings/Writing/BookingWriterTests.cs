using System.Text;
using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Writing;

public sealed class BookingWriterTests
{
    public static TheoryData<string> Formats => ["csv", "ndjson", "array"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Write_AnyEvents_AreReadBackTheSame(string format)
    {
        await Gen.Select(BookingGen.Event.List[1, 20], Gen.Int[1, 2000]).SampleAsync(
            async (events, chunk) =>
            {
                var bytes = await Write(format, events);
                var rows = await Rows.Of(bytes, chunk: chunk);
                Rows.Events(rows).ShouldBe(events);
                rows.Select(r => r.RowNumber).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i));
            },
            iter: 300);
    }

    [Fact]
    public async Task CsvWriter_OrdinaryBooking_IsWrittenAsDocumented()
    {
        var text = Encoding.UTF8.GetString(await Write("csv", [BookingBuilder.With(b => b with { Company = "Smith, \"Sons\"" })]));

        text.ShouldBe(
            "bookingId,propertyId,guestRef,bookedOn,arrivalDate,weekendNights,weekNights,adults,children,babies,meal,marketSegment,"
            + "distributionChannel,reservedRoomType,depositType,agent,company,customerType,country,isRepeatedGuest,previousCancellations,"
            + "previousBookingsNotCanceled,adr,specialRequests,status,statusDate,eventId\n"
            + "B-1,City Hotel,,2017-03-01,2017-05-20,2,1,2,0,0,BB,Online TA,TA/TO,A,No Deposit,9,\"Smith, \"\"Sons\"\"\",Transient,PRT,false,0,0,101.5,1,"
            + "booked,2017-03-01,\n");
    }

    [Fact]
    public async Task CsvWriter_NoEvents_WritesTheHeader()
    {
        var bytes = await Write("csv", []);

        Encoding.UTF8.GetString(bytes).ShouldStartWith("bookingId,");
        (await Rows.Of(bytes)).ShouldBeEmpty();
    }

    private static async Task<byte[]> Write(string format, IReadOnlyList<BookingEvent> events)
    {
        using var stream = new MemoryStream();
        await using (BookingWriter writer = format == "csv" ? new BookingCsvWriter(stream) : new BookingJsonWriter(stream))
        {
            await writer.WriteAllAsync(events, CancellationToken.None);
        }

        return format == "array"
            ? Encoding.UTF8.GetBytes("[" + Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Replace("\n", " ,\n ") + "]")
            : stream.ToArray();
    }
}
