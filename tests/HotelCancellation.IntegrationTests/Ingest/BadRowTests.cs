using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.IntegrationTests.Api;
using static HotelCancellation.IntegrationTests.Ingest.BadInput;

namespace HotelCancellation.IntegrationTests.Ingest;

/// <summary>One row that is wrong among good ones, on the routes that take bookings in, in each format: every case that predictions meet.</summary>
public sealed class BadRowTests(BadInputFixture fixture) : IClassFixture<BadInputFixture>
{
    // A property of its own for each test, since all of them share one storage.
    private readonly string _property = $"p-{Guid.NewGuid():N}";
    private readonly HttpClient _client = fixture.Client;

    /// <summary>A field, what stands in its place as JSON, and the field that is named.</summary>
    public static TheoryData<string, string, string> BadValues => new()
    {
        { "adr", "\"abc\"", "adr" },
        { "adr", "1e999", "adr" },
        { "adr", "-50", "adr" },
        { "adr", "1000000", "adr" },
        { "bookedOn", "\"2018-02-29\"", "bookedOn" },
        { "bookedOn", "\"29/02/2016\"", "bookedOn" },
        { "arrivalDate", "\"2020-01-01\"", "arrivalDate" },
        { "arrivalDate", "\"2040-01-01\"", "arrivalDate" },
        { "weekNights", "10000000", "weekNights" },
        { "weekNights", "1.5", "weekNights" },
        { "weekNights", "99999999999999999999", "weekNights" },
        { "adults", "-1", "adults" },
        { "adults", "null", "adults" },
        { "depositType", "\"Cheque\"", "depositType" },
        { "customerType", "\"Alien\"", "customerType" },
        { "status", "\"gone\"", "status" },
        { "statusDate", "\"2199-01-01\"", "statusDate" },
        { "statusDate", "\"2000-01-01\"", "statusDate" },
        { "isRepeatedGuest", "\"maybe\"", "isRepeatedGuest" },
        { "meal", $"\"{new string('x', 200)}\"", "meal" },
        { "bookingId", "\"\"", "bookingId" },
        { "propertyId", "\"  \"", "propertyId" },
    };

    public static TheoryData<string, string, string, string> BadValuesByFormat
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var row in BadValues)
            {
                foreach (var type in (string[])[Json, NdJson, Csv])
                {
                    data.Add(type, (string)row[0], (string)row[1], (string)row[2]);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(BadValuesByFormat))]
    public async Task Post_BadValueAmongGoodRows_IsQuarantinedByName(string type, string field, string json, string named)
    {
        var answer = await PostAsync(type, Good("a"), With(Good("b"), field, json), Good("c"));

        answer.Counts().ShouldBe((2, 0, 1));
        var reason = answer.GetProperty("reasons").EnumerateArray().First(r => r.GetProperty("field").GetString() == named);
        reason.GetProperty("row").GetInt64().ShouldBe(2);
        reason.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        (reason.TryGetProperty("value", out var value) ? value.GetString()!.Length : 0).ShouldBeLessThanOrEqualTo(101);
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public async Task Put_BadValue_Is400ByName(string field, string json, string named)
    {
        var problem = await (await _client.PutAsync($"{IngestHost.Route}/{_property}/b", ApiHost.Body(With(Good("b"), field, json)))).ProblemAsync(400);

        problem.GetProperty("errors").TryGetProperty(named, out _).ShouldBeTrue(problem.ToString());
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(NdJson)]
    [InlineData(Csv)]
    public async Task Post_FieldMissing_IsNamed(string type)
    {
        var rows = new[] { Good("a"), Good("b") };
        if (type == Csv)
        {
            // A column that is missing is missing in every row: the file as a whole is wrong.
            rows.ToList().ForEach(r => r.Remove("adr"));
            (await (await _client.SendAsync(Body(type, rows), type)).ProblemAsync(400)).GetProperty("detail").GetString()!.ShouldContain("adr");
            return;
        }

        rows[1].Remove("adr");
        (await PostAsync(type, rows)).GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("required");
    }

    [Theory]
    [InlineData("{\"bookingId\":")]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{}}}}}}}}}")]
    public async Task Post_BrokenLineAmongGoodOnes_IsQuarantinedAndTheRestGoOn(string line)
    {
        var body = string.Join('\n', Good("a").ToJsonString(), line, Good("c").ToJsonString());

        var answer = await (await _client.SendAsync(body, NdJson)).JsonAsync();

        answer.Counts().ShouldBe((2, 0, 1));
        answer.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("json");
    }

    [Theory]
    [InlineData("x,y,z", "columns")]
    [InlineData("\"never closed", "quotes")]
    public async Task Post_BrokenCsvRowAmongGoodOnes_IsQuarantinedOrSaysWhere(string line, string rule)
    {
        var body = IngestHost.Csv(Good("a"), Good("c")).Split('\n', 3);

        var response = await _client.SendAsync(string.Join('\n', body[0], body[1], line, body[2]), Csv);

        // A quote that is never closed swallows the rows after it; the answer says so, and the first row is safe.
        var answer = await response.JsonAsync();
        answer.GetProperty("accepted").GetInt64().ShouldBeGreaterThan(0);
        answer.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe(rule);
        answer.GetProperty("reasons")[0].GetProperty("row").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Post_FieldGivenTwice_IsQuarantined()
    {
        var twice = Good("b").ToJsonString().Insert(1, "\"adults\":9,");

        (await (await _client.SendAsync($"{Good("a").ToJsonString()}\n{twice}", NdJson)).JsonAsync()).GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("duplicate");
        await (await _client.PutAsync($"{IngestHost.Route}/{_property}/b", ApiHost.Body(twice))).ProblemAsync(400);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(NdJson)]
    [InlineData(Csv)]
    public async Task Post_NotUtf8_IsQuarantined(string type)
    {
        var bytes = Encoding.UTF8.GetBytes(Body(type, [Good("a"), Good("QQ"), Good("c")]));
        var at = bytes.AsSpan().IndexOf("QQ"u8);
        (bytes[at], bytes[at + 1]) = (0xff, 0xfe);
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);

        var answer = await _client.PostAsync(IngestHost.Route, content).OkAsync();

        answer.Counts().ShouldBe((2, 0, 1));
        answer.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("encoding");
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(NdJson)]
    public async Task Post_RowLongerThanTheLimit_IsQuarantined(string type)
    {
        var large = Good("b");
        large["notes"] = new string('x', 70_000);

        var answer = await PostAsync(type, Good("a"), large, Good("c"));

        answer.Counts().ShouldBe((2, 0, 1));
        answer.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("length");
    }

    [Fact]
    public async Task Put_AddressAndBodyDiffer_Is400AndNamesBoth()
    {
        var problem = await (await _client.PutAsync($"{IngestHost.Route}/other/x", ApiHost.Body(Good("b").ToJsonString()))).ProblemAsync(400);

        problem.GetProperty("errors").EnumerateObject().Select(p => p.Name).ShouldBe(["propertyId", "bookingId"], ignoreOrder: true);
    }

    [Fact]
    public async Task Put_UnknownFields_AreWarnedOf()
    {
        var booking = Good("a");
        booking["agnet"] = "9";

        (await _client.PutAsync($"{IngestHost.Route}/{_property}/a", ApiHost.Body(booking.ToJsonString())).OkAsync())
            .GetProperty("warnings").EnumerateArray().Select(w => w.GetString()).ShouldContain("unknown field 'agnet' is ignored");
    }

    private JsonObject Good(string id) => IngestHost.Event(id, property: _property);

    private static string With(JsonObject booking, string field, string json)
    {
        booking[field] = "@";
        return booking.ToJsonString().Replace($"\"{field}\":\"@\"", $"\"{field}\":{json}", StringComparison.Ordinal);
    }

    private async Task<JsonElement> PostAsync(string type, params object[] rows)
    {
        var texts = rows.Select(r => r is JsonObject json ? json.ToJsonString() : (string)r).ToArray();
        var body = type switch
        {
            Csv => string.Join('\n', texts.Select(Values).Prepend(string.Join(',', Names(texts[1])))),
            Json => $"[{string.Join(',', texts)}]",
            _ => string.Join('\n', texts),
        };
        return await (await _client.SendAsync(body, type)).JsonAsync();
    }

    // The raw text of each value, as JSON that overflows a number must reach the reader.
    private static string Values(string json)
    {
        using var document = JsonDocument.Parse(json);
        return string.Join(',', document.RootElement.EnumerateObject().Select(p => p.Value.ValueKind switch { JsonValueKind.String => p.Value.GetString(), JsonValueKind.Null => "", _ => p.Value.GetRawText() }));
    }

    private static List<string> Names(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(p => p.Name)];
    }
}
