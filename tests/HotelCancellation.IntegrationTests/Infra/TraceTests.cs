using System.Text.Json;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Infra;

/// <summary>Which traces go to Azure Monitor.</summary>
public sealed class TraceTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Route = "/api/v1/monitoring/alerts";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Traces_OfAHostAtWork_BeginWithRequestsAndNamedJobsAndHaveTheirCalls()
    {
        using var ingestion = Ingestion.Start();
        var settings = azurite.Settings();
        var key = await KeyAsync(settings);
        settings["APPLICATIONINSIGHTS_CONNECTION_STRING"] = ingestion.ConnectionString;
        settings["Serving:RefreshSeconds"] = settings["Access:RefreshSeconds"] = settings["Compaction:IntervalSeconds"] = "1";

        // The exporter's own telemetry would go elsewhere.
        settings["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true";

        // A process of its own: traces are of all that a process does, and this one has other tests.
        await using var host = await WebProcess.StartAsync(settings, key);
        using var limit = new CancellationTokenSource(Limit);

        var told = new List<Span>();
        var asking = AskAsync(host.Client, limit.Token);
        await foreach (var item in ingestion.ItemsAsync(limit.Token))
        {
            if (Span.Of(item) is { } span)
            {
                told.Add(span);
            }

            if (HasParts(told, s => s.IsRequest && s.Name.Contains(Route)) && HasParts(told, s => s.Name == "compact events"))
            {
                break;
            }
        }

        await limit.CancelAsync();
        await asking;
        told.Where(s => s.Parent is null && !s.IsRequest).Select(s => s.Name).Distinct().ShouldBe(["compact events"]);
    }

    private static async Task<string> KeyAsync(Dictionary<string, string?> settings)
    {
        await using var host = await ApiHost.StartAsync(settings, withModel: false);
        return (await host.NewKeyAsync(ApiRoles.Operate)).Text;
    }

    /// <summary>Whether something was told of together with calls that it made.</summary>
    private static bool HasParts(List<Span> told, Func<Span, bool> what) => told.Where(what).Any(whole => told.Exists(part => part.Parent is not null && part.Trace == whole.Trace));

    private static async Task AskAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await client.GetAsync(Route, cancellationToken);
                await Task.Delay(500, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private sealed record Span(bool IsRequest, string Name, string Trace, string? Parent)
    {
        public static Span? Of(JsonElement item)
        {
            var kind = item.GetProperty("data").GetProperty("baseType").GetString();
            return kind is not ("RequestData" or "RemoteDependencyData") ? null : new Span(
                kind == "RequestData",
                item.GetProperty("data").GetProperty("baseData").GetProperty("name").GetString()!,
                item.GetProperty("tags").GetProperty("ai.operation.id").GetString()!,
                item.GetProperty("tags").TryGetProperty("ai.operation.parentId", out var parent) ? parent.GetString() : null);
        }
    }
}
