using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HotelCancellation.IntegrationTests.Ingest;

/// <summary>The Web host as a process of its own, which can be killed as by a power cut.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    // From its own folder, with its own settings file.
    private static readonly string Folder = AppContext.BaseDirectory.Replace(
        Path.Combine("tests", "HotelCancellation.IntegrationTests"), Path.Combine("src", "HotelCancellation.Web"), StringComparison.Ordinal);

    private const int MostLines = 200;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Process _process;
    private volatile bool _killed;

    private WebProcess(Process process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    public bool IsKilled => _killed;

    /// <summary>What it has said last: an answer keeps back what went wrong inside.</summary>
    public string Log => string.Join('\n', _lines);

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="key">The client's key.</param>
    /// <param name="tls">What the client asks over HTTPS with; null for HTTP.</param>
    public static async Task<WebProcess> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, string key, SocketsHttpHandler? tls = null)
    {
        var url = $"{(tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)}://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "HotelCancellation.Web.dll"), "--urls", url])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start)!;
        var client = new HttpClient(tls ?? new SocketsHttpHandler()) { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Add("x-api-key", key);
        var host = new WebProcess(process, client);
        process.OutputDataReceived += (_, line) => host.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => host.Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!await host.AnswersAsync())
        {
            (process.HasExited || clock.Elapsed > StartLimit).ShouldBeFalse($"the host does not start: {host.Log}");
            await Task.Delay(100);
        }

        return host;
    }

    /// <summary>Ends it at once, by SIGKILL.</summary>
    public void Kill()
    {
        _killed = true;
        _process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MostLines)
            {
                _lines.TryDequeue(out _);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await Client.GetAsync("/health/live")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
