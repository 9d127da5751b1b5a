using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HotelCancellation.Api;
using HotelCancellation.Functions.Triggers;
using HotelCancellation.IntegrationTests.Security;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.IntegrationTests.Functions;

/// <summary>The function classes with the whole application behind them, over real storage.</summary>
public sealed class FunctionAppTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Booking =
        """{"bookingId":"B-1","propertyId":"city","bookedOn":"2025-01-05","arrivalDate":"2025-03-01","weekendNights":1,"weekNights":2,"adults":2,"children":0,"babies":0,"meal":"BB","marketSegment":"Online TA","distributionChannel":"TA/TO","reservedRoomType":"A","depositType":"No Deposit","customerType":"Transient","isRepeatedGuest":false,"previousCancellations":0,"previousBookingsNotCanceled":0,"adr":99.5,"specialRequests":1}""";

    private static readonly string BadRow = Booking.Replace("\"adults\":2", "\"adults\":-2", StringComparison.Ordinal);

    /// <summary>Names in answers that differ from one call to the next.</summary>
    private static readonly string[] s_ofTheCall = ["traceId", "predictionId", "asOf", "lastCheck", "lastSuccess", "since", "keysLoaded", "issuerKeysLoaded", "servers"];

    [Fact]
    public async Task Requests_OfEveryKind_AreAnsweredAsOnTheWebHost()
    {
        var settings = Settings();
        await using var worker = await WorkerHost.StartAsync(settings);
        var manifest = await PromoteAsync(worker);
        var key = await worker.Get<TableApiKeys>().CreateAsync(new ApiKeyRequest { Name = "test", Roles = ApiRoles.Predict | ApiRoles.Operate });
        await using var web = await StartWebAsync(settings);
        await web.Services.GetRequiredService<ChampionWatcher>().RefreshAsync(default);
        using var atWorker = worker.Client(key.Text);
        using var atWeb = new HttpClient { BaseAddress = new Uri(web.Urls.Single()) };
        atWeb.DefaultRequestHeaders.Add("x-api-key", key.Text);

        foreach (var (name, status, request) in Requests(manifest))
        {
            var (ours, theirs) = (await AnswerAsync(atWorker, request()), await AnswerAsync(atWeb, request()));

            ours.Status.ShouldBe(status, $"{name}: {ours.Body}");
            ours.ShouldBe(theirs, name);
        }

        worker.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_WithTokens_AreLetInAndRefusedAsOnTheWebHost()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var settings = Settings();
        issuer.AcceptedBy(settings);
        await using var worker = await WorkerHost.StartAsync(settings);
        await PromoteAsync(worker);
        await using var web = await StartWebAsync(settings);
        await web.Services.GetRequiredService<ChampionWatcher>().RefreshAsync(default);
        using var atWorker = worker.Client();
        using var atWeb = new HttpClient { BaseAddress = new Uri(web.Urls.Single()) };
        var right = issuer.Token();
        issuer.Rotate(publish: false);
        var strange = issuer.Token();

        foreach (var (token, status, request) in new (string, int, Func<HttpRequestMessage>)[]
        {
            (right, 200, () => Send(HttpMethod.Post, "/api/v1/predictions", Booking)),
            (right, 403, () => Get("/api/v1/models")),
            (right, 400, () => WithKey(Get("/api/v1/models"), "hc_none_none")),
            (strange, 401, () => Send(HttpMethod.Post, "/api/v1/predictions", Booking)),
        })
        {
            var (ours, theirs) = (await AnswerAsync(atWorker, WithToken(request(), token)), await AnswerAsync(atWeb, WithToken(request(), token)));

            ours.Status.ShouldBe(status, ours.Body);
            ours.ShouldBe(theirs);
        }

        worker.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task RefreshChampion_AliasMoved_ServesTheNewChampion()
    {
        await using var worker = await WorkerHost.StartAsync(Settings());
        var function = worker.Create<ChampionTriggers>();
        await function.RefreshAsync(new TimerInfo(), default);
        worker.Get<ActiveModels>().Champion.ShouldBeNull();
        var manifest = await RegisterAsync(worker);

        await function.RefreshAsync(new TimerInfo(), default);

        worker.Get<ActiveModels>().Champion!.Version.ShouldBe(manifest.Version);
    }

    private static IEnumerable<(string Name, int Status, Func<HttpRequestMessage> Request)> Requests(ModelManifest manifest)
    {
        yield return ("console", 200, () => Get("/"));
        yield return ("asset", 200, () => Get("/console/console.js"));
        yield return ("no such asset", 404, () => Get("/console/none.js"));
        yield return ("live", 200, () => Get("/health/live"));
        yield return ("ready", 200, () => Get("/health/ready"));
        yield return ("contract", 200, () => Get("/openapi/v1.json"));
        yield return ("models", 200, () => Get("/api/v1/models"));
        yield return ("model", 200, () => Get($"/api/v1/models/{manifest.Version}"));
        yield return ("no such model", 404, () => Get("/api/v1/models/none"));
        yield return ("comparison without versions", 400, () => Get("/api/v1/models/compare"));
        yield return ("alias without body", 400, () => Send(HttpMethod.Put, "/api/v1/models/aliases/champion", "{}"));
        yield return ("roll-back without history", 409, () => Send(HttpMethod.Post, "/api/v1/models/rollback", """{"by":"t","reason":"t"}"""));
        yield return ("prediction", 200, () => Send(HttpMethod.Post, "/api/v1/predictions?explain=true", Booking));
        yield return ("bad booking", 400, () => Send(HttpMethod.Post, "/api/v1/predictions", BadRow));
        yield return ("broken JSON", 400, () => Send(HttpMethod.Post, "/api/v1/predictions", "{\"bookingId\""));
        yield return ("too large", 413, () => Send(HttpMethod.Post, "/api/v1/predictions", new string(' ', 70_000)));
        yield return ("no content type", 415, () => Send(HttpMethod.Post, "/api/v1/predictions", Booking, "text/html"));
        yield return ("batch", 200, () => Send(HttpMethod.Post, "/api/v1/predictions/batch", $"{Booking}\n{BadRow}\n{Booking}\n", "application/x-ndjson"));
        yield return ("long batch", 200, () => Send(HttpMethod.Post, "/api/v1/predictions/batch", string.Join('\n', Enumerable.Repeat(Booking, 3000)), "application/x-ndjson"));
        yield return ("unknown key", 401, () => WithKey(Get("/api/v1/models"), "hc_none_none"));
    }

    private static async Task<(int Status, string? Type, string Body)> AnswerAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request);
            var type = response.Content.Headers.ContentType?.MediaType;
            var body = await response.Content.ReadAsStringAsync();
            var lines = type is not null && type.Contains("json", StringComparison.Ordinal)
                ? (type == "application/x-ndjson" ? body.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [body]).Select(Comparable)
                : [body];
            return ((int)response.StatusCode, type, string.Join('\n', lines));
        }
    }

    private static string Comparable(string json)
    {
        var node = JsonNode.Parse(json)!;
        Strip(node);
        return node.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            array.ToList().ForEach(Strip);
        }
        else if (node is JsonObject named)
        {
            foreach (var name in s_ofTheCall)
            {
                named.Remove(name);
            }

            named.Select(pair => pair.Value).ToList().ForEach(Strip);
        }
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static HttpRequestMessage Send(HttpMethod method, string path, string body, string type = "application/json") =>
        new(method, path) { Content = new StringContent(body, Encoding.UTF8, type) };

    private static HttpRequestMessage WithKey(HttpRequestMessage request, string key)
    {
        request.Headers.Add("x-api-key", key);
        return request;
    }

    private static HttpRequestMessage WithToken(HttpRequestMessage request, string token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private static async Task<ModelManifest> RegisterAsync(WorkerHost worker)
    {
        var registry = worker.Get<ModelRegistry>();
        var manifest = await registry.RegisterAsync(TestModels.Draft(), default);
        (await registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, "test", "test", default)).Succeeded.ShouldBeTrue();
        return manifest;
    }

    private static async Task<ModelManifest> PromoteAsync(WorkerHost worker)
    {
        var manifest = await RegisterAsync(worker);
        await worker.Get<ChampionWatcher>().RefreshAsync(default);
        return manifest;
    }

    /// <summary>The same application on an ordinary web host.</summary>
    private static async Task<WebApplication> StartWebAsync(IDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddHotelCancellationApi(builder.Configuration);
        var app = builder.Build();
        app.UseHotelCancellationApi();
        await app.StartAsync();
        return app;
    }

    /// <summary>Storage of the test's own; the background watcher looks once, at the start.</summary>
    private Dictionary<string, string?> Settings()
    {
        var settings = azurite.Settings();
        settings["Serving:RefreshSeconds"] = "3600";
        return settings;
    }
}
