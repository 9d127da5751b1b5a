using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class BatchTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Route = "/api/v1/predictions/batch";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    [InlineData("text/csv")]
    public async Task Post_BadRowAmongGoodOnes_AnswersAllInOrder(string type)
    {
        using var client = await fixture.Host.ClientAsync();
        var rows = new[] { ApiHost.Booking("a"), ApiHost.Booking("b"), ApiHost.Booking("c") };
        rows[1]["adr"] = "abc";

        var lines = await (await client.PostAsync($"{Route}?asOf=2026-04-01", Content(type, rows))).LinesAsync();

        lines.Select(l => l.GetProperty("row").GetInt64()).ShouldBe([1, 2, 3]);
        lines[0].GetProperty("bookingId").GetString().ShouldBe("a");
        lines[0].GetProperty("probability").GetDouble().ShouldBe(lines[2].GetProperty("probability").GetDouble());
        lines[0].GetProperty("asOf").GetString().ShouldBe("2026-04-01");
        lines[1].GetProperty("errors").GetProperty("adr")[0].GetString()!.ShouldContain("abc");
        lines[1].GetProperty("bookingId").GetString().ShouldBe("b", "the id could be read");
        lines[1].TryGetProperty("probability", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("text/csv")]
    public async Task Post_UnknownFieldsAndCancelledBookings_AreWarnedOf(string type)
    {
        using var client = await fixture.Host.ClientAsync();
        var row = ApiHost.Booking();
        row["notes"] = "x";
        row["status"] = "cancelled";
        row["statusDate"] = "2026-03-20";

        var warnings = (await (await client.PostAsync($"{Route}?asOf=2026-04-01", Content(type, [row]))).LinesAsync()).Single().GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!).ToList();

        warnings.ShouldContain("unknown field 'notes' is ignored");
        warnings.ShouldContain(w => w.Contains("cancelled since 2026-03-20"));
    }

    [Fact]
    public async Task Post_Explain_GivesReasons()
    {
        using var client = await fixture.Host.ClientAsync();

        var lines = await (await client.PostAsync($"{Route}?explain=true", Content("application/x-ndjson", [ApiHost.Booking()]))).LinesAsync();

        lines.ShouldHaveSingleItem().GetProperty("reasons").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Post_ValidationRejects_IsAnErrorLine()
    {
        using var client = await fixture.Host.ClientAsync();
        var row = ApiHost.Booking();
        row["adults"] = 0;

        var lines = await (await client.PostAsync(Route, Content("application/json", [row, ApiHost.Booking("good")]))).LinesAsync();

        lines[0].GetProperty("bookingId").GetString().ShouldBe("B-1");
        lines[0].GetProperty("errors").TryGetProperty("adults", out _).ShouldBeTrue();
        lines[1].TryGetProperty("probability", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/x-ndjson", "")]
    [InlineData("text/csv", "")]
    [InlineData("text/csv", "bookingId;propertyId\r\n1;2\r\n")]
    [InlineData("text/csv", "bookingId,bookingId\r\n1,2\r\n")]
    [InlineData("application/json", "{}")]
    public async Task Post_UnreadableInput_Is400(string type, string body)
    {
        using var client = await fixture.Host.ClientAsync();

        await (await client.PostAsync(Route, ApiHost.Body(body, type))).ProblemAsync(400);
    }

    [Fact]
    public async Task Post_EmptyArray_IsNoLine()
    {
        using var client = await fixture.Host.ClientAsync();

        (await (await client.PostAsync(Route, ApiHost.Body("[]"))).LinesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_ArrayBreaksOff_EndsWithAFailureLine()
    {
        using var client = await fixture.Host.ClientAsync();

        var lines = await (await client.PostAsync(Route, ApiHost.Body($"[{ApiHost.Booking().ToJsonString()},{ApiHost.Booking("b").ToJsonString()} ! nonsense"))).LinesAsync();

        lines[0].TryGetProperty("probability", out _).ShouldBeTrue();
        var failure = lines[^1].GetProperty("failure");
        failure.GetProperty("status").GetInt32().ShouldBe(400);
        failure.GetProperty("afterRow").GetInt64().ShouldBe(lines.Count - 1);
        failure.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Post_FiftyMegabytesByAClientThatReadsNothingMeanwhile_IsAnsweredWhole()
    {
        using var client = await fixture.Host.ClientAsync();
        const int Rows = 115_000;
        var row = Encoding.UTF8.GetBytes(ApiHost.Booking().ToJsonString());
        var body = new MemoryStream();
        body.Write("["u8);
        for (var i = 0; i < Rows; i++)
        {
            body.Write(i == 0 ? ""u8 : ","u8);
            body.Write(row);
        }

        body.Write("]"u8);
        body.Length.ShouldBeGreaterThan(50_000_000);
        body.Position = 0;
        var content = new StreamContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Route) { Content = content };

        // HttpClient sends all of an HTTP/1.1 request before it reads: without the spool this stands still for ever.
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            lines++;
            line.ShouldStartWith($"{{\"row\":{lines},");
        }

        lines.ShouldBe(Rows);
    }

    [Fact]
    public async Task Post_LargerThanTheLimit_Is413BeforeAndAFailureLineWithin()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var settings = azurite.Settings();
        settings["Api:MaxBatchBytes"] = "200000";
        await using var host = await ApiHost.StartAsync(settings);
        using var client = await host.ClientAsync();
        var rows = Enumerable.Range(1, 1000).Select(i => ApiHost.Booking($"b{i}")).ToArray();

        await (await client.PostAsync(Route, Content("application/x-ndjson", rows))).ProblemAsync(413);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, Route) { Content = Content("application/x-ndjson", rows) };
        chunked.Headers.TransferEncodingChunked = true;
        var lines = await (await client.SendAsync(chunked)).LinesAsync();

        lines[^1].GetProperty("failure").GetProperty("status").GetInt32().ShouldBe(413);
        lines[^2].GetProperty("row").GetInt64().ShouldBe(lines.Count - 1);
    }

    [Fact]
    public async Task Post_MoreRowsThanTheLimit_EndsWithAFailureLine()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var settings = azurite.Settings();
        settings["Api:MaxBatchRows"] = "2";
        await using var host = await ApiHost.StartAsync(settings);
        using var client = await host.ClientAsync();

        var lines = await (await client.PostAsync(Route, Content("text/csv", [ApiHost.Booking("a"), ApiHost.Booking("b"), ApiHost.Booking("c")]))).LinesAsync();

        lines.Count.ShouldBe(3);
        lines[2].GetProperty("failure").GetProperty("status").GetInt32().ShouldBe(413);
        lines[2].GetProperty("failure").GetProperty("afterRow").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Post_OneLineAtATime_AnswersEachBeforeTheNext()
    {
        using var client = await fixture.Host.ClientAsync();
        // The first line is answered while the request is still open; only a socket shows that on HTTP/1.1.
        await using var socket = await RawRequest.OpenAsync(client.BaseAddress!, Route, client.DefaultRequestHeaders.GetValues("x-api-key").Single());
        for (var i = 1; i <= 3; i++)
        {
            await socket.SendLineAsync(ApiHost.Booking($"b{i}").ToJsonString());
            (await socket.ReadUntilAsync($"\"bookingId\":\"b{i}\"")).ShouldContain("probability");
        }
    }

    [Fact]
    public async Task Post_ClientLeaves_PredictsNoMoreAndGivesItsPlaceToTheNext()
    {
        // More than the sockets in between can hold, so that most of it is with the host when the client leaves.
        const int Rows = 60_000;
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var settings = azurite.Settings();
        settings["Overload:MaxConcurrentBatches"] = "1";
        await using var host = await ApiHost.StartAsync(settings);
        using var client = await host.ClientAsync();
        var predictions = 0L;
        using var listener = Predictions(host, () => Interlocked.Increment(ref predictions));
        var one = ApiHost.Booking().ToJsonString();
        await using (var leaving = await RawRequest.OpenAsync(client.BaseAddress!, $"{Route}?explain=true", client.DefaultRequestHeaders.GetValues("x-api-key").Single()))
        {
            await leaving.SendLineAsync(one);
            await leaving.ReadUntilAsync("probability");
            await (await client.PostAsync(Route, ApiHost.Body($"[{one}]"))).ProblemAsync(503);

            // It takes no more answers, so that the host gets ahead by no more than its bound.
            await leaving.SendLineAsync(string.Join('\n', Enumerable.Repeat(one, Rows)));
        }

        var atLeave = Interlocked.Read(ref predictions);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var next = await client.PostAsync(Route, ApiHost.Body($"[{one}]"), limit.Token);
            if (next.StatusCode == HttpStatusCode.OK)
            {
                break;
            }
        }

        var atEnd = Interlocked.Read(ref predictions);
        atEnd.ShouldBeLessThan(Rows / 4);
        (await (await client.PostAsync(Route, ApiHost.Body($"[{one},{one}]"))).LinesAsync()).Count.ShouldBe(2);
        Interlocked.Read(ref predictions).ShouldBe(atEnd + 2, "nothing goes on for the client that has left");
    }

    /// <summary>Tells of every prediction that a host makes.</summary>
    private static MeterListener Predictions(ApiHost host, Action made)
    {
        var meter = host.Get<HotelCancellationMeter>().Meter;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "hotelcancel.predictions")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => made());
        listener.Start();
        return listener;
    }

    private static StringContent Content(string type, JsonObject[] rows) => ApiHost.Body(
        type switch
        {
            "application/json" => $"[{string.Join(',', rows.Select(r => r.ToJsonString()))}]",
            "text/csv" => string.Join("\r\n", rows.Select(r => string.Join(',', r.Select(p => p.Value!.ToString()))).Prepend(string.Join(',', rows[0].Select(p => p.Key)))),
            _ => string.Join('\n', rows.Select(r => r.ToJsonString())),
        },
        type);
}
