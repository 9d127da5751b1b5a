using System.Net.Sockets;
using System.Text;

namespace HotelCancellation.IntegrationTests.Api;

/// <summary>A request in chunks, NDJSON unless another type is given, over a bare socket, whose answer can be read while it is still being sent.</summary>
internal sealed class RawRequest : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private readonly StringBuilder _answer = new();

    public static async Task<RawRequest> OpenAsync(Uri address, string path, string key, string type = "application/x-ndjson")
    {
        var request = new RawRequest();
        await request._client.ConnectAsync(address.Host, address.Port);
        await request.WriteAsync(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nx-api-key: {key}\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n");
        return request;
    }

    /// <summary>Whether something of an answer has come that was not read.</summary>
    public bool IsAnswered => _client.Available > 0;

    public Task SendLineAsync(string line) => WriteAsync($"{Encoding.UTF8.GetByteCount(line) + 1:x}\r\n{line}\n\r\n");

    /// <summary>Reads until the answer has a text; fails after 20 seconds.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[4096];
        while (!_answer.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await _client.GetStream().ReadAsync(buffer, limit.Token);
            count.ShouldBeGreaterThan(0, _answer.ToString());
            _answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return _answer.ToString();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private Task WriteAsync(string text) => _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();
}
