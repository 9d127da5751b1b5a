using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Ingest;

public sealed class BookingRouteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private ApiHost _host = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        _client = await _host.ClientAsync(ApiRoles.Ingest);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    private TableBookings Table => _host.Get<TableBookings>();

    [Fact]
    public async Task Put_LifeOfABooking_SaysWhereItStands()
    {
        (await PutAsync(IngestHost.Event())).GetProperty("result").GetString().ShouldBe("accepted");
        var cancelled = await PutAsync(IngestHost.Event(status: "cancelled", day: 9));
        var again = await PutAsync(IngestHost.Event());

        cancelled.GetProperty("status").GetString().ShouldBe("cancelled");
        cancelled.GetProperty("outcome").GetString().ShouldBe("cancelled");
        cancelled.GetProperty("outcomeKnownOn").GetString().ShouldBe("2024-03-11");
        cancelled.GetProperty("version").GetInt32().ShouldBe(2);
        again.GetProperty("result").GetString().ShouldBe("duplicate");
        again.GetProperty("status").GetString().ShouldBe("cancelled");
        (await _host.Get<StorageClients>().InboxAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Put_AfterCheckOut_IsKeptAndQuarantined()
    {
        await PutAsync(IngestHost.Event(status: "checkedOut", day: 30));

        var answer = await PutAsync(IngestHost.Event(status: "booked", day: 40));

        answer.GetProperty("result").GetString().ShouldBe("quarantined");
        answer.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("life-cycle");
        answer.GetProperty("status").GetString().ShouldBe("checkedOut");
        (await Table.BookingsAsync())["B-1"].Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Put_OddButPossible_WarnsAndIsKept()
    {
        var booking = IngestHost.Event();
        booking["adr"] = -5;

        (await PutAsync(booking)).GetProperty("warnings")[0].GetString()!.ShouldContain("adr");
    }

    [Theory]
    [InlineData("bookingId", "other", "bookingId")]
    [InlineData("propertyId", "other", "propertyId")]
    [InlineData("arrivalDate", "2026-02-30", "arrivalDate")]
    [InlineData("statusDate", "2199-01-01", "statusDate")]
    [InlineData("status", "gone", "status")]
    [InlineData("adults", -1, "adults")]
    [InlineData("weekNights", 10_000_000, "weekNights")]
    public async Task Put_BadValue_Is400AndNamesTheField(string field, object value, string named)
    {
        var booking = IngestHost.Event();
        booking[field] = JsonValue.Create(value);

        var problem = await (await _client.PutAsJsonAsync($"{IngestHost.Route}/city/B-1", booking)).ProblemAsync(400);

        problem.GetProperty("errors").TryGetProperty(named, out _).ShouldBeTrue(problem.ToString());
        (await Table.BookingsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"bookingId\":", "application/json", 400)]
    [InlineData("", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("a,b", "text/csv", 415)]
    public async Task Put_UnreadableBody_IsAProblem(string body, string type, int status) =>
        await (await _client.PutAsync($"{IngestHost.Route}/city/B-1", ApiHost.Body(body, type))).ProblemAsync(status);

    [Theory]
    [InlineData("[", "application/json", 400)]
    [InlineData("", "application/x-ndjson", 400)]
    [InlineData("a;b\n1;2", "text/csv", 400)]
    [InlineData("<a/>", "application/xml", 415)]
    public async Task Post_UnreadableBody_IsAProblem(string body, string type, int status) =>
        await (await _client.PostAsync(IngestHost.Route, ApiHost.Body(body, type))).ProblemAsync(status);

    [Fact]
    public async Task Post_BreaksOff_SaysWhatWasTaken()
    {
        var whole = IngestHost.Lives(600).ConvertAll(e => e.ToJsonString());

        var problem = await (await _client.PostAsync(IngestHost.Route, ApiHost.Body($"[{string.Join(',', whole)},"))).ProblemAsync(400);

        problem.GetProperty("detail").GetString()!.ShouldContain(" events were accepted");
        (await _client.PostAsync(IngestHost.Route, ApiHost.Body($"[{string.Join(',', whole)}]"))).EnsureSuccessStatusCode();
        (await Table.BookingsAsync()).Sum(b => b.Value.State!.Version).ShouldBe(whole.Count);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    [InlineData("text/csv")]
    public async Task Post_BadRowAmongGoodOnes_IsQuarantinedAndTheRestGoOn(string type)
    {
        JsonObject[] rows = [IngestHost.Event("a"), IngestHost.Event("b"), IngestHost.Event("c"), IngestHost.Event("a")];
        rows[1]["arrivalDate"] = "2026-02-30";
        var body = type switch
        {
            "text/csv" => ApiHost.Body(IngestHost.Csv(rows), type),
            "application/json" => ApiHost.Body(new JsonArray([.. rows]).ToJsonString()),
            _ => IngestHost.NdJson(rows),
        };

        var answer = await _client.PostAsync(IngestHost.Route, body).OkAsync();

        answer.Counts().ShouldBe((2, 1, 1));
        var reason = answer.GetProperty("reasons")[0];
        reason.GetProperty("row").GetInt64().ShouldBe(2);
        reason.GetProperty("bookingId").GetString().ShouldBe("b", "the id could be read");
        reason.GetProperty("field").GetString().ShouldBe("arrivalDate");
        reason.GetProperty("value").GetString().ShouldBe("2026-02-30");
        reason.GetProperty("rule").GetString().ShouldNotBeNullOrEmpty();
        var path = answer.GetProperty("quarantine").GetString()!.Split('/', 2);
        (await _host.Get<StorageClients>().Container(path[0]).GetBlobClient(path[1]).DownloadContentAsync()).Value.Content.ToString().ShouldContain("2026-02-30");
        (await Table.BookingsAsync()).Keys.Order().ShouldBe(["a", "c"]);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("?lives=true", 2)]
    [InlineData("?lives=false", 1)]
    public async Task Post_PublicLayout_TakesARowForAWholeLife(string query, int events)
    {
        const string File =
            "hotel,lead_time,arrival_date_year,arrival_date_month,arrival_date_day_of_month,stays_in_weekend_nights,stays_in_week_nights,adults,children,babies,meal,"
            + "market_segment,distribution_channel,reserved_room_type,deposit_type,customer_type,is_repeated_guest,previous_cancellations,"
            + "previous_bookings_not_canceled,adr,total_of_special_requests,reservation_status,reservation_status_date\n"
            + "city,80,2017,May,20,2,1,2,0,0,BB,Online TA,TA/TO,A,No Deposit,Transient,0,0,0,101.5,1,Canceled,2017-04-02\n";

        var first = await _client.PostAsync(IngestHost.Route + query, ApiHost.Body(File, "text/csv")).OkAsync();
        var second = await _client.PostAsync(IngestHost.Route + query, ApiHost.Body(File, "text/csv")).OkAsync();

        first.Counts().ShouldBe((1, 0, 0));
        second.Counts().ShouldBe((0, 1, 0));
        var history = (await Table.BookingsAsync())["1"];
        history.Events.Count.ShouldBe(events);
        history.Events[0].Event.StatusDate.ShouldBe(events == 2 ? new DateOnly(2017, 3, 1) : new DateOnly(2017, 4, 2));
        history.State!.Status.ShouldBe(BookingStatus.Cancelled);
    }

    [Fact]
    public async Task Post_Lives_SplitsRowsOfAnyFormatAndQuarantinesThemWhole()
    {
        var lives = $"{IngestHost.Route}?lives=true";
        await _client.PostAsync(IngestHost.Route, IngestHost.NdJson([IngestHost.Event("bad", "checkedOut", 30)])).OkAsync();

        var answer = await _client.PostAsync(lives, IngestHost.NdJson([IngestHost.Event("a", "cancelled", 9), IngestHost.Event("b"), IngestHost.Event("bad", "cancelled", 40)])).OkAsync();

        answer.Counts().ShouldBe((2, 0, 1));
        answer.GetProperty("reasons")[0].GetProperty("row").GetInt64().ShouldBe(3);
        var bookings = await Table.BookingsAsync();
        bookings["a"].Events.Count.ShouldBe(2);
        bookings["b"].Events.Count.ShouldBe(1);
        var problem = await (await _client.PostAsync($"{IngestHost.Route}?lives=maybe", IngestHost.NdJson([IngestHost.Event()]))).ProblemAsync(400);
        problem.GetProperty("errors").TryGetProperty("lives", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Post_ManyBadRows_ListsSomeAndCountsAll()
    {
        var rows = Enumerable.Range(0, 150).Select(i => IngestHost.Event($"B-{i}", status: "nothing"));

        var answer = await _client.PostAsync(IngestHost.Route, IngestHost.NdJson(rows)).OkAsync();

        answer.Counts().ShouldBe((0, 0, 150));
        answer.GetProperty("reasons").GetArrayLength().ShouldBe(100);
        answer.GetProperty("reasonsOmitted").GetInt64().ShouldBe(50);
    }

    [Fact]
    public async Task Post_ShuffledWithDuplicates_EndsInTheSameState()
    {
        var events = IngestHost.Lives(150);
        var random = new Random(1);
        var sent = events.Concat(events.Where(_ => random.Next(10) < 3)).ToArray();
        random.Shuffle(sent);

        var first = await _client.PostAsync(IngestHost.Route, IngestHost.NdJson(sent)).OkAsync();
        var second = await _client.PostAsync(IngestHost.Route, IngestHost.NdJson(events)).OkAsync();

        first.Counts().ShouldBe((events.Count, sent.Length - events.Count, 0));
        second.Counts().ShouldBe((0, events.Count, 0));
        var bookings = await Table.BookingsAsync();
        bookings.Count.ShouldBe(150);
        bookings.ShouldAllBe(b => b.Value.State!.Marked.Count == 0 && b.Value.State.Outcome != null);
        bookings.Sum(b => b.Value.State!.Version).ShouldBe(events.Count);
    }

    [Fact]
    public async Task Post_ManyWritersOfOneBooking_LoseNothing()
    {
        await using var other = await ApiHost.StartAsync(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:ConnectionString"] = azurite.ConnectionString, ["Storage:Prefix"] = _host.Get<Microsoft.Extensions.Options.IOptions<StorageOptions>>().Value.Prefix },
            withModel: false);
        using var second = await other.ClientAsync(ApiRoles.Ingest);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? _client : second).PutAsJsonAsync($"{IngestHost.Route}/city/B-1", IngestHost.Event(status: "modified", day: i / 2, eventId: $"e{i}")).OkAsync()));

        answers.ShouldAllBe(a => a.GetProperty("result").GetString() == "accepted");

        // In turns: what each host remembers is always behind.
        for (var i = 40; i < 50; i++)
        {
            await (i % 2 == 0 ? _client : second).PutAsJsonAsync($"{IngestHost.Route}/city/B-1", IngestHost.Event(status: "modified", day: i / 2, eventId: $"e{i}")).OkAsync();
        }

        (await Table.BookingsAsync())["B-1"].State!.Version.ShouldBe(50);
    }

    [Theory]
    [InlineData("a/b", "c#d?e")]
    [InlineData("Hôtel 東京", "it's ~ 100% \\ \"x\"")]
    [InlineData("x", "東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東")]
    public async Task Post_UnusualIds_AreTheirOwnBookings(string property, string booking)
    {
        var answer = await _client.PostAsync(IngestHost.Route, IngestHost.NdJson([IngestHost.Event(booking, property: property), IngestHost.Event(booking + "2", property: property)])).OkAsync();

        answer.Counts().ShouldBe((2, 0, 0));
        (await Table.BookingsAsync(property)).Keys.ShouldBe([booking, booking + "2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Put_EncodedIdsInTheAddress_AreTheIds()
    {
        var (property, booking) = ("Hôtel 東京", "B 1%2");

        (await _client.PutAsJsonAsync($"{IngestHost.Route}/{Uri.EscapeDataString(property)}/{Uri.EscapeDataString(booking)}", IngestHost.Event(booking, property: property)).OkAsync())
            .GetProperty("result").GetString().ShouldBe("accepted");
    }

    [Fact]
    public async Task Key_WithoutTheRoleOrForOtherProperties_IsRefused()
    {
        using var predict = await _host.ClientAsync(ApiRoles.Predict);
        using var bound = await _host.ClientAsync(ApiRoles.Ingest, "resort");
        using var none = _host.Client();

        await (await predict.PutAsJsonAsync($"{IngestHost.Route}/city/B-1", IngestHost.Event())).ProblemAsync(403);
        await (await predict.PostAsync(IngestHost.Route, IngestHost.NdJson([IngestHost.Event()]))).ProblemAsync(403);
        await (await none.PostAsync(IngestHost.Route, IngestHost.NdJson([IngestHost.Event()]))).ProblemAsync(401);
        (await (await bound.PutAsJsonAsync($"{IngestHost.Route}/city/B-1", IngestHost.Event())).ProblemAsync(403)).GetProperty("property").GetString().ShouldBe("city");
        var many = await bound.PostAsync(IngestHost.Route, IngestHost.NdJson([IngestHost.Event(), IngestHost.Event(property: "resort")])).OkAsync();

        many.Counts().ShouldBe((1, 0, 1));
        many.GetProperty("reasons")[0].GetProperty("rule").GetString().ShouldBe("scope");
        (await Table.BookingsAsync()).ShouldBeEmpty();
    }

    private Task<System.Text.Json.JsonElement> PutAsync(JsonObject booking) => _client.PutAsJsonAsync($"{IngestHost.Route}/city/B-1", booking).OkAsync();
}
