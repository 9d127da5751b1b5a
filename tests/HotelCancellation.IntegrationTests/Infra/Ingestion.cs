using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;

namespace HotelCancellation.IntegrationTests.Infra;

/// <summary>What Application Insights is to an app that sends it telemetry, on a loopback port.</summary>
internal sealed class Ingestion : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<JsonElement> _items = Channel.CreateUnbounded<JsonElement>();

    private Ingestion(string address)
    {
        ConnectionString = $"InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint={address};LiveEndpoint={address}";
        _listener.Prefixes.Add(address);
        _listener.Start();

        // On threads of its own: those of the tests may all be busy for longer than a sender waits.
        _ = Task.Run(TakeAsync);
    }

    /// <summary>For <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>.</summary>
    public string ConnectionString { get; }

    public static Ingestion Start()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new Ingestion($"http://127.0.0.1:{port}/");
    }

    /// <summary>All that is told of and was not read before.</summary>
    public IAsyncEnumerable<JsonElement> ItemsAsync(CancellationToken cancellationToken) => _items.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The first request to a path that is told of, or has been.</summary>
    public async Task<JsonElement> FirstRequestAsync(string path, CancellationToken cancellationToken)
    {
        await foreach (var item in _items.Reader.ReadAllAsync(cancellationToken))
        {
            var data = item.GetProperty("data");
            if (data.GetProperty("baseType").GetString() == "RequestData" && data.GetProperty("baseData").GetProperty("url").GetString()!.Contains(path, StringComparison.Ordinal))
            {
                return item;
            }
        }

        throw new InvalidOperationException($"No request to {path} was told of.");
    }

    public void Dispose()
    {
        _listener.Close();
        _items.Writer.TryComplete();
    }

    private async Task TakeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var taken = context.Request.Url!.AbsolutePath.EndsWith("/track", StringComparison.Ordinal) ? await ReadAsync(context.Request) : 0;
                await using var answer = new StreamWriter(context.Response.OutputStream);
                await answer.WriteAsync($$"""{"itemsReceived":{{taken}},"itemsAccepted":{{taken}},"errors":[]}""");
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
            {
                // Closed, or a sender that has given up: on a busy machine it does, and sends again.
            }
        }
    }

    /// <summary>A body has one item a line, packed or not.</summary>
    private async Task<int> ReadAsync(HttpListenerRequest request)
    {
        var packed = string.Equals(request.Headers["Content-Encoding"], "gzip", StringComparison.OrdinalIgnoreCase);
        await using var body = packed ? new GZipStream(request.InputStream, CompressionMode.Decompress) : request.InputStream;
        using var reader = new StreamReader(body);
        var count = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                _items.Writer.TryWrite(JsonSerializer.Deserialize<JsonElement>(line));
                count++;
            }
        }

        return count;
    }
}
