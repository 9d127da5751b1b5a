using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;
using HotelCancellation.Validation;

namespace HotelCancellation.Tests.Validation;

public sealed class QuarantinedRowTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void ReadAsync_AnyEvent_ComesBackAsItWas() =>
        BookingGen.Event.Sample(booking =>
        {
            var rows = Kept(new BookingRow(7, booking, []), [new FieldFault("adr", "1", "adr-limits", "m"), new FieldFault("", null, "x", "n")]).GetAwaiter().GetResult();
            var row = rows.ShouldHaveSingleItem();
            row.Faults.Count.ShouldBe(2);
            row.Again().Event.ShouldBe(booking);
            row.PropertyId.ShouldBe(booking.Booking.PropertyId.Value);
        }, iter: 100, threads: 1);

    [Fact]
    public async Task Again_UnreadableRow_HasWhatCouldBeReadAndIsStillFaulty()
    {
        var json = Json();
        json["adr"] = "abc";
        json["arrivalDate"] = "2018-02-30";
        json["guestRef"] = "G-7";
        var read = BookingJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), 3);

        var row = (await Kept(read, read.Faults)).ShouldHaveSingleItem();

        row.BookingId.ShouldBe("B-1");
        row.Faults.Select(f => f.Field).ShouldBe(["arrivalDate", "adr"], ignoreOrder: true);
        row.Again().Faults.Select(f => (f.Field, f.Value)).ShouldBe([("arrivalDate", "2018-02-30"), ("adr", "\"abc\"")], ignoreOrder: true);
        var shown = JsonNode.Parse(row.WithoutGuest().Booking!)!.AsObject();
        shown.ContainsKey("guestRef").ShouldBeFalse();
        shown["adr"] = 90;
        shown["arrivalDate"] = "2018-02-28";
        var mended = BookingJson.Read(Encoding.UTF8.GetBytes(shown.ToJsonString()), 3);
        var index = new QuarantineIndex();
        index.Add(row);
        index.WithGuest(mended).Event!.Booking.GuestRef.ShouldBe("G-7");
        index.Admits(mended.Event!).ShouldBeTrue();
        index.Admits(BookingBuilder.With(b => b with { BookingId = new BookingId("other") })).ShouldBeFalse();
    }

    [Fact]
    public async Task Admits_RowsThatNameNoBooking_StandForOneEach()
    {
        var index = new QuarantineIndex();
        index.Add((await Kept(new BookingRow(1, null, []), [new FieldFault("", "a,b", "columns", "m")])).Single());

        index.Admits(BookingBuilder.Event).ShouldBeTrue();
        index.Admits(BookingBuilder.Event).ShouldBeFalse();
    }

    [Fact]
    public void WithoutGuest_FaultyGuest_IsNotTold()
    {
        var row = new QuarantinedRow { Row = 1, Booking = """{"guestRef":"G"}""", Faults = [new FieldFault("guestRef", "G", "type", "m")] };

        row.WithoutGuest().ToString().ShouldNotContain("\"G\"");
        row.WithoutGuest().Faults[0].Value.ShouldBeNull();
    }

    [Fact]
    public async Task ReadAsync_LinesWithoutBookingAndNonsense_AreGroupedOrPassedOver()
    {
        const string Lines = """
            {"row":1,"field":"a","value":"x","rule":"r","message":"m"}
            {"row":1,"field":"b","value":null,"rule":"r","message":"m"}
            nonsense
            {"row":2}
            {"row":4,"field":"c","value":"y","rule":"r","message":"m"}
            """;
        var rows = new List<QuarantinedRow>();
        await foreach (var row in QuarantinedRow.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Lines)), default))
        {
            rows.Add(row);
        }

        rows.Select(r => (r.Row, r.Faults.Count)).ShouldBe([(1, 2), (4, 1)]);
        rows[0].Again().Faults.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("20260309-ingest-1", true)]
    [InlineData("20260309-../x", false)]
    [InlineData("20260309-a/b", false)]
    [InlineData("20260230-a", false)]
    [InlineData("2026030-a", false)]
    [InlineData("20260309-", false)]
    [InlineData("", false)]
    public void TryParse_Id_IsADayAndARun(string text, bool good)
    {
        QuarantineId.TryParse(text, out var id).ShouldBe(good);
        if (good)
        {
            id.ToString().ShouldBe(text);
            QuarantineId.OfLocation("quarantine/2026/03/09/ingest-1.ndjson").ShouldBe(id);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static JsonObject Json()
    {
        var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream))
        {
            HotelCancellation.Bookings.Writing.BookingJsonWriter.Write(json, BookingBuilder.Event);
        }

        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    private async Task<List<QuarantinedRow>> Kept(BookingRow row, IReadOnlyList<FieldFault> faults)
    {
        var file = new FileQuarantine(_folder).Begin("run");
        await file.AddAsync(row, faults, default);
        await file.DisposeAsync();
        var rows = new List<QuarantinedRow>();
        await foreach (var each in QuarantineFolder.ReadAsync(new FileInfo(Path.Combine(_folder, "run.ndjson")), default))
        {
            rows.Add(each);
        }

        return rows;
    }
}
