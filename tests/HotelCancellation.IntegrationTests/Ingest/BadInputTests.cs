using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Ingest;

/// <summary>Every case of bad input that predictions meet, on the routes that take bookings in, in each format.</summary>
public sealed class BadInputTests(BadInputFixture fixture) : IClassFixture<BadInputFixture>
{
    private const string Csv = "text/csv";
    private const string Json = "application/json";
    private const string NdJson = "application/x-ndjson";

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
            (await (await SendAsync(Body(type, rows), type)).ProblemAsync(400)).GetProperty("detail").GetString()!.ShouldContain("adr");
            return;
        }

        rows[1].Remove("adr");
        (await PostAsync(type, rows)).GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("required");
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(NdJson)]
    [InlineData(Csv)]
    public async Task Post_MarkCarriageReturnsQuotesAndOddIds_AreTaken(string type)
    {
        var (first, second) = (Good("it's, a \"quoted\" / id #1?"), Good("Ünï 東京 &%<>;"));
        first["meal"] = "a \"b\", c";
        var body = type == Csv ? Quoted([first, second]) : Body(type, [first, second]);

        var answer = await (await SendAsync("\uFEFF" + body.Replace("\n", "\r\n", StringComparison.Ordinal), type)).JsonAsync();

        answer.Counts().ShouldBe((2, 0, 0), answer.ToString());
    }

    [Fact]
    public async Task Put_MarkAndWhiteSpace_IsTaken() =>
        (await _client.PutAsync($"{IngestHost.Route}/{_property}/a", ApiHost.Body($"\uFEFF \r\n{Good("a").ToJsonString()}\r\n")).OkAsync()).GetProperty("result").GetString().ShouldBe("accepted");

    [Theory]
    [InlineData(Json, "")]
    [InlineData(NdJson, "")]
    [InlineData(Csv, "")]
    [InlineData(NdJson, " \r\n\r\n ")]
    [InlineData(Csv, "bookingId;propertyId\r\n1;2\r\n")]
    [InlineData(Csv, "bookingId,bookingId\r\n1,2\r\n")]
    [InlineData(Csv, "just one line of text")]
    [InlineData(Json, "{}")]
    [InlineData(Json, "null")]
    [InlineData(NdJson, "[]")]
    public async Task Post_UnreadableInput_Is400(string type, string body) =>
        (await (await SendAsync(body, type)).ProblemAsync(400)).GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(20);

    [Theory]
    [InlineData(Json, "[]")]
    public async Task Post_NoRows_IsNothing(string type, string body) => (await (await SendAsync(body, type)).JsonAsync()).Counts().ShouldBe((0, 0, 0));

    [Fact]
    public async Task Post_HeaderOnly_IsNothing() => (await (await SendAsync(string.Join(',', Good("a").Select(p => p.Key)), Csv)).JsonAsync()).Counts().ShouldBe((0, 0, 0));

    [Theory]
    [InlineData("{\"bookingId\":")]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{}}}}}}}}}")]
    public async Task Post_BrokenLineAmongGoodOnes_IsQuarantinedAndTheRestGoOn(string line)
    {
        var body = string.Join('\n', Good("a").ToJsonString(), line, Good("c").ToJsonString());

        var answer = await (await SendAsync(body, NdJson)).JsonAsync();

        answer.Counts().ShouldBe((2, 0, 1));
        answer.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("json");
    }

    [Theory]
    [InlineData("x,y,z", "columns")]
    [InlineData("\"never closed", "quotes")]
    public async Task Post_BrokenCsvRowAmongGoodOnes_IsQuarantinedOrSaysWhere(string line, string rule)
    {
        var body = IngestHost.Csv(Good("a"), Good("c")).Split('\n', 3);

        var response = await SendAsync(string.Join('\n', body[0], body[1], line, body[2]), Csv);

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

        (await (await SendAsync($"{Good("a").ToJsonString()}\n{twice}", NdJson)).JsonAsync()).GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("duplicate");
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
    public async Task Put_LargerThanTheLimit_Is413()
    {
        var large = Good("b");
        large["notes"] = new string('x', 70_000);

        await (await _client.PutAsync($"{IngestHost.Route}/{_property}/b", ApiHost.Body(large.ToJsonString()))).ProblemAsync(413);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(NdJson)]
    [InlineData(Csv)]
    public async Task Send_OtherCharsetOrCoding_Is415AndSaysWhatIsTaken(string type)
    {
        var rows = Body(type, [Good("a")]);
        foreach (var path in (string[])[IngestHost.Route, "/api/v1/predictions/batch", .. type == Json ? new[] { "/api/v1/predictions", $"{IngestHost.Route}/{_property}/a" } : []])
        {
            using var client = await fixture.Api.Host.ClientAsync(ApiRoles.Ingest | ApiRoles.Predict);
            var latin = new ByteArrayContent(Encoding.Latin1.GetBytes(rows));
            latin.Headers.TryAddWithoutValidation("Content-Type", $"{type}; charset=\"iso-8859-1\"");
            var packed = new ByteArrayContent(Gzip(rows));
            packed.Headers.ContentType = new MediaTypeHeaderValue(type);
            packed.Headers.ContentEncoding.Add("gzip");
            var upper = new ByteArrayContent(Encoding.UTF8.GetBytes(path.EndsWith("/a", StringComparison.Ordinal) || path.EndsWith("predictions", StringComparison.Ordinal) ? Good("a").ToJsonString() : rows));
            upper.Headers.TryAddWithoutValidation("Content-Type", $"{type}; charset=UTF-8");
            var method = path.EndsWith("/a", StringComparison.Ordinal) ? HttpMethod.Put : HttpMethod.Post;

            var charset = await client.SendAsync(new HttpRequestMessage(method, path) { Content = latin });
            var coding = await client.SendAsync(new HttpRequestMessage(method, path) { Content = packed });

            (await charset.ProblemAsync(415)).GetProperty("detail").GetString()!.ShouldContain("iso-8859-1");
            (await coding.ProblemAsync(415)).GetProperty("detail").GetString()!.ShouldContain("gzip");
            coding.Headers.GetValues("Accept-Encoding").ShouldBe(["identity"]);
            ((int)(await client.SendAsync(new HttpRequestMessage(method, path) { Content = upper })).StatusCode).ShouldBe(200, path);
        }
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(NdJson)]
    [InlineData(Csv)]
    public async Task Post_GzipWithoutSayingSo_WholeOrTruncated_Is400(string type)
    {
        var packed = Gzip(Body(type, [Good("a")]));
        foreach (var bytes in new[] { packed, packed[..(packed.Length / 2)] })
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue(type);

            (await (await _client.PostAsync(IngestHost.Route, content)).ProblemAsync(400)).GetProperty("detail").GetString()!.ShouldContain("gzip");
        }
    }

    [Fact]
    public async Task Send_WrongContentType_Is415()
    {
        await (await SendAsync("<a/>", "application/xml")).ProblemAsync(415);
        await (await _client.PutAsync($"{IngestHost.Route}/{_property}/a", ApiHost.Body("a,b", Csv))).ProblemAsync(415);
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
        return await (await SendAsync(body, type)).JsonAsync();
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

    private async Task<HttpResponseMessage> SendAsync(string body, string type) => await _client.PostAsync(IngestHost.Route, ApiHost.Body(body, type));

    private static string Body(string type, JsonObject[] rows) => type switch
    {
        Csv => IngestHost.Csv(rows),
        Json => $"[{string.Join(",\n", rows.Select(r => r.ToJsonString()))}]",
        _ => string.Join('\n', rows.Select(r => r.ToJsonString())),
    };

    private static string Quoted(JsonObject[] rows) => string.Join('\n', rows.Select(r => string.Join(',', r.Select(p => $"\"{p.Value!.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)}\""))).Prepend(string.Join(',', rows[0].Select(p => p.Key))));

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}

/// <summary>One host and one key for all cases.</summary>
public sealed class BadInputFixture : IAsyncLifetime
{
    public ApiFixture Api { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Api.InitializeAsync();
        Client = await Api.Host.ClientAsync(ApiRoles.Ingest);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
    }
}
