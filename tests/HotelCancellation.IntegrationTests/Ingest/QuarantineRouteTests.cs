using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Ingest;

public sealed class QuarantineRouteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private const string Route = "/api/v1/quarantine";
    private ApiHost _host = null!;
    private HttpClient _ingest = null!;
    private HttpClient _operator = null!;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        _ingest = await _host.ClientAsync(ApiRoles.Ingest);
        _operator = await _host.ClientAsync(ApiRoles.Operate);
    }

    public async Task DisposeAsync()
    {
        _ingest.Dispose();
        _operator.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Replay_MendedRows_AreTakenOnceHoweverOftenTheyAreSent()
    {
        var id = await QuarantineAsync();

        var listed = (await _operator.GetAsync(Route).OkAsync()).GetProperty("quarantines").EnumerateArray().Single(q => q.GetProperty("id").GetString() == id);
        var shown = await _operator.GetAsync($"{Route}/{id}").OkAsync();
        var rows = shown.GetProperty("rows").EnumerateArray().Select(r => JsonNode.Parse(r.GetProperty("booking").GetRawText())!.AsObject()).ToList();
        rows[0]["arrivalDate"] = "2024-08-20";
        rows[1]["adr"] = 95.5;
        var first = await ReplayAsync(id, rows);
        var second = await ReplayAsync(id, rows);
        var after = await _operator.GetAsync($"{Route}/{id}").OkAsync();

        listed.GetProperty("rows").GetInt64().ShouldBe(2);
        listed.GetProperty("properties").EnumerateArray().Select(p => p.GetString()).ShouldBe(["city"]);
        shown.GetProperty("rows")[0].GetProperty("reasons")[0].GetProperty("value").GetString().ShouldBe("2024-02-30");
        shown.GetProperty("rows")[1].GetProperty("row").GetInt64().ShouldBe(3);
        shown.ToString().ShouldNotContain("G-secret");
        first.Counts().ShouldBe((2, 0, 0));
        second.Counts().ShouldBe((0, 2, 0));
        var bookings = await _host.Get<TableBookings>().BookingsAsync();
        bookings.Count.ShouldBe(3);
        bookings.ShouldAllBe(b => b.Value.State!.Version == 1);
        bookings["b"].State!.Booking.GuestRef.ShouldBe("G-secret", "who mends a row is not shown the guest, and does not lose it");
        var replays = after.GetProperty("replays").EnumerateArray().ToList();
        replays.Select(r => (r.GetProperty("accepted").GetInt64(), r.GetProperty("duplicates").GetInt64(), r.GetProperty("corrected").GetBoolean())).ShouldBe([(2, 0, true), (0, 2, true)]);
        replays[0].GetProperty("by").GetString()!.ShouldStartWith("test (");
        replays[0].GetProperty("at").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        (await _operator.GetAsync(Route).OkAsync()).GetProperty("quarantines").EnumerateArray().Single(q => q.GetProperty("id").GetString() == id).GetProperty("replayed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Replay_AsTheyAre_AreRefusedAgainToAQuarantineOfTheirOwn()
    {
        var id = await QuarantineAsync();

        var answer = await _operator.PostAsync($"{Route}/{id}/replay", null).OkAsync();

        answer.Counts().ShouldBe((0, 0, 2));
        var next = answer.GetProperty("quarantineId").GetString()!;
        next.ShouldContain("-replay-");
        (await _operator.GetAsync($"{Route}/{next}").OkAsync()).GetProperty("rows").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Replay_OneMendedOneNot_CountsBoth()
    {
        var id = await QuarantineAsync();
        var rows = await RowsAsync(id);
        rows[0]["arrivalDate"] = "2024-08-20";

        var answer = await ReplayAsync(id, rows);

        answer.Counts().ShouldBe((1, 0, 1));
        answer.GetProperty("reasons")[0].GetProperty("field").GetString().ShouldBe("adr");
    }

    [Fact]
    public async Task Replay_RowsOfOtherBookings_AreRefused()
    {
        var id = await QuarantineAsync();

        var answer = await ReplayAsync(id, [IngestHost.Event("stranger")]);

        answer.Counts().ShouldBe((0, 0, 1));
        answer.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("quarantine");
        (await _host.Get<TableBookings>().BookingsAsync()).ContainsKey("stranger").ShouldBeFalse();
    }

    [Fact]
    public async Task Replay_BrokenBody_Is400AndTheRecordSaysThatItBrokeOff()
    {
        var id = await QuarantineAsync();

        await (await _operator.PostAsync($"{Route}/{id}/replay", ApiHost.Body("[{},"))).ProblemAsync(400);

        (await _operator.GetAsync($"{Route}/{id}").OkAsync()).GetProperty("replays")[0].GetProperty("complete").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Get_Pages_HaveEveryRowOnce()
    {
        var events = Enumerable.Range(0, 25).Select(i => IngestHost.Event($"x{i}")).ToList();
        events.ForEach(e => e["adr"] = "free");
        var id = (await _ingest.PostAsync(IngestHost.Route, IngestHost.NdJson(events)).OkAsync()).GetProperty("quarantineId").GetString();

        var rows = new List<long>();
        int? offset = 0;
        while (offset is { } from)
        {
            var page = await _operator.GetAsync($"{Route}/{id}?offset={from}&limit=10").OkAsync();
            rows.AddRange(page.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("row").GetInt64()));
            offset = page.TryGetProperty("next", out var next) ? next.GetInt32() : null;
        }

        rows.ShouldBe(Enumerable.Range(1, 25).Select(i => (long)i));
    }

    [Fact]
    public async Task Key_BoundToAProperty_SeesAndSendsOnlyItsRows()
    {
        var (a, b, broken) = (IngestHost.Event("a"), IngestHost.Event("b", property: "resort"), "{\"bookingId\":");
        a["adr"] = "free";
        b["adr"] = "free";
        var id = (await _ingest.PostAsync(IngestHost.Route, ApiHost.Body(string.Join('\n', a.ToJsonString(), b.ToJsonString(), broken), "application/x-ndjson")).OkAsync()).GetProperty("quarantineId").GetString()!;
        using var resort = await _host.ClientAsync(ApiRoles.Operate, "resort");
        using var third = await _host.ClientAsync(ApiRoles.Operate, "third");

        var shown = await resort.GetAsync($"{Route}/{id}").OkAsync();
        var replayed = await resort.PostAsync($"{Route}/{id}/replay", null).OkAsync();
        var item = (await resort.GetAsync(Route).OkAsync()).GetProperty("quarantines").EnumerateArray().Single(q => q.GetProperty("id").GetString() == id);
        var foreign = IngestHost.Event("a");
        var tried = await (await resort.PostAsync($"{Route}/{id}/replay", ApiHost.Body($"[{foreign.ToJsonString()}]"))).JsonAsync();

        shown.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("booking").GetProperty("propertyId").GetString()).ShouldBe(["resort"]);
        replayed.Counts().ShouldBe((0, 0, 1));
        item.TryGetProperty("rows", out _).ShouldBeFalse("how many rows others have is theirs");
        item.GetProperty("properties").EnumerateArray().Select(p => p.GetString()).ShouldBe(["resort"]);
        tried.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("scope");
        await (await third.GetAsync($"{Route}/{id}")).ProblemAsync(404);
        await (await third.PostAsync($"{Route}/{id}/replay", null)).ProblemAsync(404);
        (await third.GetAsync(Route).OkAsync()).GetProperty("quarantines").EnumerateArray().ShouldNotContain(q => q.GetProperty("id").GetString() == id);
        (await _operator.GetAsync($"{Route}/{id}").OkAsync()).GetProperty("rows").GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("20260101-nothing", 404)]
    [InlineData("nonsense", 404)]
    [InlineData("20260101-..%2F..%2Fmodels", 404)]
    public async Task Get_Unknown_Is404(string id, int status)
    {
        await (await _operator.GetAsync($"{Route}/{id}")).ProblemAsync(status);
        await (await _operator.PostAsync($"{Route}/{id}/replay", null)).ProblemAsync(status);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-02-30", "to")]
    [InlineData("from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("from=2026-01-02&to=2026-01-01", "from")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=many", "limit")]
    public async Task List_ParameterNotAllowed_NamesIt(string query, string field) =>
        (await (await _operator.GetAsync($"{Route}?{query}")).ProblemAsync(400)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();

    [Fact]
    public async Task Role_Operate_IsNeeded()
    {
        await (await _ingest.GetAsync(Route)).ProblemAsync(403);
        await (await _ingest.PostAsync($"{Route}/20260101-x/replay", null)).ProblemAsync(403);
    }

    /// <summary>Three rows, two of them bad; the second names a guest.</summary>
    private async Task<string> QuarantineAsync()
    {
        JsonObject[] rows = [IngestHost.Event("a"), IngestHost.Event("b"), IngestHost.Event("c")];
        rows[1]["arrivalDate"] = "2024-02-30";
        rows[1]["guestRef"] = "G-secret";
        rows[2]["adr"] = "free";
        var answer = await _ingest.PostAsync(IngestHost.Route, IngestHost.NdJson(rows)).OkAsync();
        answer.Counts().ShouldBe((1, 0, 2));
        return answer.GetProperty("quarantineId").GetString()!;
    }

    private async Task<List<JsonObject>> RowsAsync(string id) =>
        [.. (await _operator.GetAsync($"{Route}/{id}").OkAsync()).GetProperty("rows").EnumerateArray().Select(r => JsonNode.Parse(r.GetProperty("booking").GetRawText())!.AsObject())];

    private Task<JsonElement> ReplayAsync(string id, IEnumerable<JsonObject> rows) => _operator.PostAsync($"{Route}/{id}/replay", IngestHost.NdJson(rows)).OkAsync();
}
