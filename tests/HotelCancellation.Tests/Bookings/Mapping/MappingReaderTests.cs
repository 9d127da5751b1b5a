using System.Text;
using System.Text.Json;
using HotelCancellation.Bookings.Mapping;

namespace HotelCancellation.Tests.Bookings.Mapping;

public sealed class MappingReaderTests
{
    [Theory]
    [InlineData("""{ "column": 7 }""", "fields.adr.column: 7 is given; must be a text")]
    [InlineData("""{ "colunm": "P" }""", "fields.adr.colunm: is not known here; must be one of column, columns")]
    [InlineData("""{ "column": "P", "scale": "x" }""", "fields.adr.scale: \"x\" is given; must be a number")]
    [InlineData("""{ "column": "P", "scale": 0 }""", "fields.adr.scale: 0 is given; must be a number above 0")]
    [InlineData("""{ "column": "P", "decimal": ";" }""", "fields.adr.decimal: \";\" is given; must be one of . ,")]
    [InlineData("""{ "column": "P", "divideBy": "guests" }""", "fields.adr.divideBy: \"guests\" is given; must be one of nights")]
    [InlineData("""{ "column": "P", "format": "yyyy-MM-dd" }""", "fields.adr: format is given; it is for a date or a departure only")]
    [InlineData("""{ "column": "P", "sameAs": "bookedOn" }""", "fields.adr: column and sameAs are given; must be one of them")]
    [InlineData("""{ "default": "free" }""", "fields.adr.default: \"free\" is given; must be a finite number")]
    [InlineData("""{ "column": "P", "values": { "gratis": "free" } }""", "fields.adr: values.gratis: \"free\" is given; must be a finite number")]
    [InlineData("""[]""", "fields.adr: [] is given; must be an object")]
    public async Task ReadAsync_MalformedRule_IsOneLineWithPathValueAndWhatIsAllowed(string rule, string message)
    {
        var error = await Should.ThrowAsync<MappingException>(() => MappedReadingTests.Mapping(("adr", rule)));

        error.Message.ShouldStartWith(message);
        error.Message.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("arrivalDate", """{ "column": "D", "format": "MM" }""", "fields.arrivalDate.format")]
    [InlineData("arrivalDate", """{ "column": "D", "zone": "Mars/Base" }""", "IANA")]
    [InlineData("arrivalDate", """{ "year": "Y", "day": "D" }""", "year, month and day must all three be given")]
    [InlineData("status", """{ "column": "S", "values": { "Cxl": "canceled" } }""", "must be one of booked, modified, cancelled")]
    [InlineData("arival", """{ "column": "S" }""", "fields.arival: is no field of a booking")]
    public async Task ReadAsync_RuleForAnotherType_IsRefused(string field, string rule, string message) =>
        (await Should.ThrowAsync<MappingException>(() => MappedReadingTests.Mapping((field, rule)))).Message.ShouldContain(message);

    [Theory]
    [InlineData("""{ "version": 2, "fields": {} }""", "version: 2 is given; must be 1")]
    [InlineData("""{ "fields": {} }""", "version: nothing is given; must be 1")]
    [InlineData("""{ "version": 1 }""", "fields: is missing")]
    [InlineData("{ \"version\": 1,\n oops", "line 2")]
    public async Task ReadAsync_MalformedFile_SaysWhere(string json, string message) =>
        (await Should.ThrowAsync<MappingException>(() => Read(json))).Message.ShouldContain(message);

    [Theory]
    [InlineData("""{ "column": "D", "questions": [{ "asks": "format", "text": "Which order?", "candidates": ["dd/MM/yyyy"] }] }""", "Which order? Set \"format\" (candidates: dd/MM/yyyy) and \"confirmed\": true")]
    [InlineData("""{ "column": "D", "format": "dd/MM/yyyy", "questions": [{ "asks": "format", "text": "Which order?" }] }""", "Which order?")]
    [InlineData("""{ "column": "D", "confirmed": true, "questions": [{ "asks": "format", "text": "Which order?" }] }""", "\"format\" does not answer it")]
    [InlineData("""{ "note": "later" }""", "fields.arrivalDate: is required and has no source")]
    public async Task EnsureReady_OpenOrIncomplete_NamesFieldAndQuestion(string rule, string message)
    {
        var mapping = await MappedReadingTests.Mapping(("arrivalDate", rule));

        Should.Throw<MappingException>(mapping.EnsureReady).Message.ShouldContain(message);
    }

    [Fact]
    public async Task EnsureReady_UnansweredTranslation_IsRefused()
    {
        var mapping = await MappedReadingTests.Mapping(("status", """{ "column": "S", "values": { "WL": "?" } }"""));

        Should.Throw<MappingException>(mapping.EnsureReady).Message.ShouldContain("fields.status.values.WL");
    }

    [Fact]
    public async Task EnsureReady_AnsweredAndConfirmed_Passes() =>
        (await MappedReadingTests.Mapping(("arrivalDate", """{ "column": "D", "format": "dd/MM/yyyy", "confirmed": true, "questions": [{ "asks": "format", "text": "Which order?" }] }"""))).EnsureReady();

    [Fact]
    public async Task Write_AnyMapping_ReadsBackTheSame()
    {
        var mapping = await MappedReadingTests.Mapping(
            ("adr", """{ "columns": ["P", "Q"], "decimal": ",", "scale": 0.01, "divideBy": "nights", "confidence": 0.8, "note": "n" }"""),
            ("arrivalDate", """{ "year": "Y", "month": "M", "day": "D" }"""), ("bookedOn", """{ "daysBeforeArrival": "L" }"""), ("weekNights", """{ "nights": "N" }"""),
            ("weekendNights", """{ "departure": "D", "format": "d.M.yyyy", "zone": "Europe/Lisbon" }"""), ("statusDate", """{ "sameAs": "arrivalDate" }"""),
            ("status", """{ "column": "S", "values": { "Cxl": "cancelled", "WL": "?" }, "questions": [{ "asks": "values", "text": "What?", "candidates": ["booked"] }], "confirmed": true }"""));

        var text = MappingWriter.Write(mapping);

        MappingWriter.Write(await Read(text)).ShouldBe(text);
        foreach (var property in MappingReader.Rule.Except(["asks"]))
        {
            text.ShouldContain($"\"{property}\"");
        }
    }

    [Fact]
    public void Schema_InTheDocumentation_HasTheReadersProperties()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(HotelCancellation.Tests.Docs.Checkout.Root, "docs", "mapping.schema.json")));

        schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldBe(MappingReader.Root, ignoreOrder: true);
        schema.RootElement.GetProperty("$defs").GetProperty("rule").GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldBe(MappingReader.Rule, ignoreOrder: true);
    }

    private static Task<BookingMapping> Read(string json) => MappingReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), default);
}
