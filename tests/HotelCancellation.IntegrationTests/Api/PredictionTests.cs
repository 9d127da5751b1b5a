using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Features;
using HotelCancellation.Serving;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class PredictionTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Route = "/api/v1/predictions";

    [Fact]
    public async Task Post_Booking_AnswersWhatTheModelSays()
    {
        using var client = await fixture.Host.ClientAsync();
        var booking = ApiHost.Booking();

        var response = await client.PostAsJsonAsync($"{Route}?asOf=2026-04-01", booking);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.JsonAsync();
        var bundle = fixture.Host.Get<ActiveModels>().Champion!;
        var read = BookingJson.Read(JsonSerializer.SerializeToUtf8Bytes(booking), 1).Event!.Booking;
        answer.GetProperty("probability").GetDouble().ShouldBe(bundle.Model.Probability(new BookingAt(read, new DateOnly(2026, 4, 1))));
        answer.GetProperty("bookingId").GetString().ShouldBe("B-1");
        answer.GetProperty("asOf").GetString().ShouldBe("2026-04-01");
        answer.GetProperty("modelVersion").GetString().ShouldBe(bundle.Version.Value);
        answer.GetProperty("threshold").GetDouble().ShouldBe(0.45);
        answer.GetProperty("willCancel").GetBoolean().ShouldBe(answer.GetProperty("probability").GetDouble() >= 0.45);
        answer.GetProperty("riskBand").GetString().ShouldBeOneOf("low", "medium", "high");
        answer.GetProperty("predictionId").GetString()!.ShouldStartWith("p-");
        answer.GetProperty("warnings").ValueKind.ShouldBe(JsonValueKind.Array);
        answer.TryGetProperty("reasons", out _).ShouldBeFalse();
        answer.TryGetProperty("row", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Post_Explain_TermsAddUpToTheLogOdds()
    {
        using var client = await fixture.Host.ClientAsync();

        var answer = await (await client.PostAsJsonAsync($"{Route}?explain=true", ApiHost.Booking())).JsonAsync();

        var p = answer.GetProperty("probability").GetDouble();
        var sum = answer.GetProperty("baseline").GetDouble() + answer.GetProperty("calibrationTerm").GetDouble()
            + answer.GetProperty("reasons").EnumerateArray().Sum(r => r.GetProperty("contribution").GetDouble());
        sum.ShouldBe(Math.Log(p / (1 - p)), 1e-9);
        answer.GetProperty("reasons")[0].GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("adr", "\"abc\"", "adr", "abc")]
    [InlineData("adr", "-5", "adr", "-5")]
    [InlineData("adr", "NaN", "adr", "NaN")]
    [InlineData("adr", "1e999", "adr", "1e999")]
    [InlineData("bookedOn", "\"2018-02-29\"", "bookedOn", "2018-02-29")]
    [InlineData("arrivalDate", "\"2020-01-01\"", "arrivalDate", "2020-01-01")]
    [InlineData("weekNights", "10000000", "weekNights", "10000000")]
    [InlineData("adults", "0", "adults", "0")]
    [InlineData("depositType", "\"Cheque\"", "depositType", "Cheque")]
    public async Task Post_FieldNotAllowed_SaysTheValueAndWhatIsAllowed(string field, string json, string named, string value)
    {
        using var client = await fixture.Host.ClientAsync();
        var text = ApiHost.Booking().ToJsonString();
        var old = ApiHost.Booking()[field]!.ToJsonString();

        var response = await client.PostAsync(Route, ApiHost.Body(text.Replace($"\"{field}\":{old}", $"\"{field}\":{json}", StringComparison.Ordinal)));

        var problem = await response.ProblemAsync(400);
        problem.GetProperty("errors").GetProperty(named)[0].GetString()!.ShouldContain(value);
    }

    [Fact]
    public async Task Post_FieldMissing_NamesIt()
    {
        using var client = await fixture.Host.ClientAsync();
        var booking = ApiHost.Booking();
        booking.Remove("adr");

        var problem = await (await client.PostAsJsonAsync(Route, booking)).ProblemAsync(400);

        problem.GetProperty("errors").GetProperty("adr")[0].GetString()!.ShouldContain("required");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"bookingId\":}")]
    public async Task Post_NoJsonObject_Is400(string body)
    {
        using var client = await fixture.Host.ClientAsync();

        await (await client.PostAsync(Route, ApiHost.Body(body))).ProblemAsync(400);
    }

    [Fact]
    public async Task Post_DeepJson_Is400()
    {
        using var client = await fixture.Host.ClientAsync();
        var deep = $"{{\"x\":{new string('[', 20000)}{new string(']', 20000)}}}";

        var problem = await (await client.PostAsync(Route, ApiHost.Body(deep))).ProblemAsync(400);

        problem.GetProperty("detail").GetString()!.ShouldContain("deeper");
    }

    [Fact]
    public async Task Post_NotUtf8_Is400()
    {
        using var client = await fixture.Host.ClientAsync();
        var body = new ByteArrayContent([.. "{\"bookingId\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");

        await (await client.PostAsync(Route, body)).ProblemAsync(400);
    }

    [Theory]
    [InlineData("asOf=yesterday", "asOf")]
    [InlineData("asOf=2026-02-30", "asOf")]
    [InlineData("asOf=2030-01-01", "asOf")]
    [InlineData("explain=perhaps", "explain")]
    public async Task Post_ParameterNotAllowed_NamesIt(string query, string field)
    {
        using var client = await fixture.Host.ClientAsync();

        var problem = await (await client.PostAsJsonAsync($"{Route}?{query}", ApiHost.Booking())).ProblemAsync(400);

        problem.GetProperty("errors").GetProperty(field).GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyTooLarge_Is413(bool lengthKnown)
    {
        using var client = await fixture.Host.ClientAsync();
        var booking = ApiHost.Booking();
        booking["notes"] = new string('x', 70_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, Route) { Content = ApiHost.Body(booking.ToJsonString()) };
        request.Headers.TransferEncodingChunked = !lengthKnown;

        var problem = await (await client.SendAsync(request)).ProblemAsync(413);

        problem.GetProperty("detail").GetString()!.ShouldContain("65536");
    }

    [Fact]
    public async Task Post_UnknownFields_AreNotReadAndWarnedOf()
    {
        using var client = await fixture.Host.ClientAsync();
        var booking = ApiHost.Booking();
        booking["assignedRoomType"] = "Z";
        booking["nested"] = new JsonObject { ["a"] = 1 };
        booking["asOf"] = "2026-04-01";

        var answer = await (await client.PostAsJsonAsync(Route, booking)).JsonAsync();

        var warnings = answer.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!).ToList();
        warnings.ShouldContain("unknown field 'assignedRoomType' is ignored");
        warnings.ShouldContain("unknown field 'nested' is ignored");
        warnings.ShouldContain(w => w.StartsWith("asOf: is ignored in the body"));
    }

    [Fact]
    public async Task Post_ManyUnknownFields_AreAFewWarnings()
    {
        using var client = await fixture.Host.ClientAsync();
        var booking = ApiHost.Booking();
        for (var i = 0; i < 300; i++)
        {
            booking[$"x{i}{new string('y', 100)}"] = i;
        }

        var warnings = (await (await client.PostAsJsonAsync(Route, booking)).JsonAsync()).GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!).Where(w => w.Contains("unknown")).ToList();

        warnings.Count.ShouldBe(6);
        warnings[^1].ShouldBe("more unknown fields are ignored");
        warnings.ShouldAllBe(w => w.Length < 80);
    }

    [Theory]
    [InlineData("2026-03-20", "2026-04-01", true)]
    [InlineData("2026-04-01", "2026-04-01", true)]
    [InlineData("2026-04-02", "2026-04-01", false)]
    public async Task Post_CancelledBooking_IsWarnedOfFromItsDayOn(string since, string asOf, bool warned)
    {
        using var client = await fixture.Host.ClientAsync();
        var booking = ApiHost.Booking();
        booking["status"] = "cancelled";
        booking["statusDate"] = since;

        var warnings = (await (await client.PostAsJsonAsync($"{Route}?asOf={asOf}", booking)).JsonAsync()).GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!);

        warnings.Any(w => w.Contains($"cancelled since {since}")).ShouldBe(warned);
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("[1,{\"b\":[2]}]")]
    public async Task Post_ObjectWhereAValueBelongs_IsEchoedAloneAndNotTheRestOfTheBody(string value)
    {
        using var client = await fixture.Host.ClientAsync();
        var text = ApiHost.Booking().ToJsonString().Replace("\"adr\":112.5", $"\"adr\":{value},\"secret\":\"s3cret\"", StringComparison.Ordinal);

        var problem = await (await client.PostAsync(Route, ApiHost.Body(text))).ProblemAsync(400);

        problem.GetProperty("errors").GetProperty("adr")[0].GetString()!.ShouldEndWith($"got '{value}'");
        problem.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Post_LargeObjectWhereAValueBelongs_IsCut()
    {
        using var client = await fixture.Host.ClientAsync();
        var text = ApiHost.Booking().ToJsonString().Replace("\"adr\":112.5", $"\"adr\":[{string.Join(',', Enumerable.Range(0, 3000))}]", StringComparison.Ordinal);

        var problem = await (await client.PostAsync(Route, ApiHost.Body(text))).ProblemAsync(400);

        problem.GetProperty("errors").GetProperty("adr")[0].GetString()!.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Post_LeadTimeTooLong_ShowsTheFieldsThatWereSent()
    {
        using var client = await fixture.Host.ClientAsync();
        var booking = ApiHost.Booking();
        booking["arrivalDate"] = "2036-08-14";

        var problem = await (await client.PostAsJsonAsync(Route, booking)).ProblemAsync(400);

        problem.GetProperty("errors").GetProperty("arrivalDate")[0].GetString()!.ShouldContain("got 'bookedOn 2026-03-02, arrivalDate 2036-08-14'");
    }
}
