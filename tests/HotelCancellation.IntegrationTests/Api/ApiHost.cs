using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Api.OpenApi;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;
using HotelCancellation.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.IntegrationTests.Api;

/// <summary>The Web host as it ships, on Kestrel and a free port, over real storage.</summary>
internal sealed class ApiHost : WebApplicationFactory<WebAssembly>
{
    private readonly IDictionary<string, string?> _settings;

    private ApiHost(IDictionary<string, string?> settings)
    {
        _settings = settings;
        UseKestrel(0);
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Starts a host; with a model where it is to have one.</summary>
    public static async Task<ApiHost> StartAsync(IDictionary<string, string?> settings, bool withModel = true)
    {
        var host = Started(settings);
        if (withModel)
        {
            await host.PromoteAsync();
        }

        return host;
    }

    /// <summary>
    /// The factory sets the port of a host that its own entry point may be starting just then; where that was faster, the factory throws,
    /// and another host is made.
    /// </summary>
    private static ApiHost Started(IDictionary<string, string?> settings)
    {
        const int MostTries = 5;
        for (var tries = 1; ; tries++)
        {
            var host = new ApiHost(settings);
            try
            {
                host.StartServer();
                return host;
            }
            catch (InvalidOperationException e) when (tries < MostTries && e.Message.Contains("after the server has started", StringComparison.Ordinal))
            {
                host.Dispose();
            }
        }
    }

    /// <summary>Registers a model and makes it the champion that is served.</summary>
    public Task<ModelManifest> PromoteAsync(double shift = 0) => PromoteAsync(TestModels.Draft(shift));

    /// <summary>Registers a model and makes it the champion that is served.</summary>
    public async Task<ModelManifest> PromoteAsync(BundleDraft draft)
    {
        var manifest = await Get<ModelRegistry>().RegisterAsync(draft, default);
        (await Get<ModelRegistry>().MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, "test", "test", default)).Succeeded.ShouldBeTrue();
        await Get<ChampionWatcher>().RefreshAsync(default);
        return manifest;
    }

    public Task<NewApiKey> NewKeyAsync(ApiRoles roles = ApiRoles.Predict, params string[] properties) =>
        Get<TableApiKeys>().CreateAsync(new ApiKeyRequest { Name = "test", Roles = roles, Properties = properties });

    /// <summary>A client with a new key.</summary>
    public async Task<HttpClient> ClientAsync(ApiRoles roles = ApiRoles.Predict, params string[] properties) =>
        Client((await NewKeyAsync(roles, properties)).Text);

    /// <summary>A client with a key, or without one.</summary>
    public HttpClient Client(string? key = null)
    {
        var client = CreateClient();
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("x-api-key", key);
        }

        return client;
    }

    public static JsonObject Booking(string id = "B-1", string property = "city")
    {
        var booking = BookingBody.Example();
        booking["bookingId"] = id;
        booking["propertyId"] = property;
        return booking;
    }

    public static StringContent Body(string text, string type = "application/json") => new(text, Encoding.UTF8, type);

    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        builder.ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(_settings));
}

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>Checks that an answer is a problem of a status, and gives it.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status)
    {
        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await response.JsonAsync();
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        foreach (var name in new[] { "type", "title", "detail", "traceId" })
        {
            problem.GetProperty(name).GetString().ShouldNotBeNullOrEmpty(name);
        }

        return problem;
    }

    public static async Task<List<JsonElement>> LinesAsync(this HttpResponseMessage response)
    {
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/x-ndjson");
        var text = await response.Content.ReadAsStringAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}

/// <summary>One host with a model, for tests that change nothing the others see.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        Host = await ApiHost.StartAsync(azurite.Settings());
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
