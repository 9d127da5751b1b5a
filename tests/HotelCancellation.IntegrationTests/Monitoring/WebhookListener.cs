using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.IntegrationTests.Monitoring;

/// <summary>An HTTP server that takes alerts, and answers what it is told to.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonElement> _bodies = new();

    private WebhookListener()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v2/enqueue", async (HttpContext context) =>
        {
            var body = await JsonDocument.ParseAsync(context.Request.Body);
            _bodies.Enqueue(body.RootElement.Clone());
            return Results.StatusCode(Answers.TryDequeue(out var status) ? status : Otherwise);
        });
    }

    /// <summary>The next answers.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    /// <summary>The answer after them.</summary>
    public int Otherwise { get; set; } = 202;

    public string Url => $"{_app.Urls.First()}/v2/enqueue";

    public static async Task<WebhookListener> StartAsync()
    {
        var listener = new WebhookListener();
        await listener._app.StartAsync();
        return listener;
    }

    /// <summary>What has come since it was asked last.</summary>
    public List<JsonElement> Take()
    {
        var taken = new List<JsonElement>();
        while (_bodies.TryDequeue(out var body))
        {
            taken.Add(body);
        }

        return taken;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
