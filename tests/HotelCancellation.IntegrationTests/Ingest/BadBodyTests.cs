using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.Platform.Access;
using static HotelCancellation.IntegrationTests.Ingest.BadInput;

namespace HotelCancellation.IntegrationTests.Ingest;

/// <summary>Bodies that are odd or unreadable as a whole, on the routes that take bookings in, in each format.</summary>
public sealed class BadBodyTests(BadInputFixture fixture) : IClassFixture<BadInputFixture>
{
    // A property of its own for each test, since all of them share one storage.
    private readonly string _property = $"p-{Guid.NewGuid():N}";
    private readonly HttpClient _client = fixture.Client;

    [Theory]
    [InlineData(Json)]
    [InlineData(NdJson)]
    [InlineData(Csv)]
    public async Task Post_MarkCarriageReturnsQuotesAndOddIds_AreTaken(string type)
    {
        var (first, second) = (Good("it's, a \"quoted\" / id #1?"), Good("Ünï 東京 &%<>;"));
        first["meal"] = "a \"b\", c";
        var body = type == Csv ? Quoted([first, second]) : Body(type, [first, second]);

        var answer = await (await _client.SendAsync("\uFEFF" + body.Replace("\n", "\r\n", StringComparison.Ordinal), type)).JsonAsync();

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
        (await (await _client.SendAsync(body, type)).ProblemAsync(400)).GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(20);

    [Theory]
    [InlineData(Json, "[]")]
    public async Task Post_NoRows_IsNothing(string type, string body) => (await (await _client.SendAsync(body, type)).JsonAsync()).Counts().ShouldBe((0, 0, 0));

    [Fact]
    public async Task Post_HeaderOnly_IsNothing() => (await (await _client.SendAsync(string.Join(',', Good("a").Select(p => p.Key)), Csv)).JsonAsync()).Counts().ShouldBe((0, 0, 0));

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
        await (await _client.SendAsync("<a/>", "application/xml")).ProblemAsync(415);
        await (await _client.PutAsync($"{IngestHost.Route}/{_property}/a", ApiHost.Body("a,b", Csv))).ProblemAsync(415);
    }

    private JsonObject Good(string id) => IngestHost.Event(id, property: _property);

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
