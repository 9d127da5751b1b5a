using System.Text.Json.Nodes;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Ingest;

/// <summary>What the tests of bad input send.</summary>
internal static class BadInput
{
    public const string Csv = "text/csv";
    public const string Json = "application/json";
    public const string NdJson = "application/x-ndjson";

    /// <summary>Rows as a body of a type.</summary>
    public static string Body(string type, JsonObject[] rows) => type switch
    {
        Csv => IngestHost.Csv(rows),
        Json => $"[{string.Join(",\n", rows.Select(r => r.ToJsonString()))}]",
        _ => string.Join('\n', rows.Select(r => r.ToJsonString())),
    };

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, string body, string type) => client.PostAsync(IngestHost.Route, ApiHost.Body(body, type));
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
