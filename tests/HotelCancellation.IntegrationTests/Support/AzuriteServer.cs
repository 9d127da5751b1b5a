using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HotelCancellation.IntegrationTests.Support;

/// <summary>
/// An Azurite of our own: free loopback ports, its data in a temporary folder. Its standard input is ours, and it ends when
/// that closes, so that none is left behind however this process ends.
/// </summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    // Ends with its parent; a plain end is SIGTERM, after which Azurite has written everything.
    private const string Bootstrap =
        "process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')); process.stdin.resume();"
        + "const folder = process.env.AZURITE_FORGET; if (folder) process.on('exit', () => require('fs').rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));"
        + "require(process.argv[1]);";

    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-").FullName;
    private readonly int[] _ports;
    private readonly bool _forget;
    private Process? _process;

    private AzuriteServer(int[] ports, bool forget) => (_ports, _forget) = (ports, forget);

    /// <summary>For <c>Storage:ConnectionString</c>.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint=http://127.0.0.1:{_ports[0]}/{Account};QueueEndpoint=http://127.0.0.1:{_ports[1]}/{Account};TableEndpoint=http://127.0.0.1:{_ports[2]}/{Account};";

    /// <summary>Starts one; when another process takes a port meanwhile, tries others.</summary>
    /// <param name="forget">Whether it deletes its data itself when it ends; then it cannot be started again.</param>
    public static async Task<AzuriteServer> StartNewAsync(bool forget = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new AzuriteServer(FreePorts(), forget);
            try
            {
                await server.StartAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>One whose ports are known but do not answer before <see cref="StartAsync"/>.</summary>
    public static AzuriteServer NotStarted() => new(FreePorts(), forget: false);

    /// <summary>Starts it, or starts it again on the same ports and data, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "-e", Bootstrap, "--", FindAzurite(), "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", _folder,
            "--blobHost", "127.0.0.1", "--blobPort", Text(_ports[0]), "--queueHost", "127.0.0.1", "--queuePort", Text(_ports[1]),
            "--tableHost", "127.0.0.1", "--tablePort", Text(_ports[2]),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (_forget)
        {
            start.Environment["AZURITE_FORGET"] = _folder;
        }

        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        var errors = _process.StandardError.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync(_ports[0]) || !await AnswersAsync(_ports[2]))
        {
            if (_process.HasExited || clock.Elapsed > StartLimit)
            {
                await StopAsync();
                throw new InvalidOperationException($"Azurite did not start: {await errors}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Stops it by SIGTERM; its data stay.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        using (process)
        {
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int[] FreePorts()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Stop());
        return ports;
    }

    private static string FindAzurite()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "node_modules", "azurite", "dist", "src", "azurite.js");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new FileNotFoundException("Azurite is not installed. Run 'npm ci' in the repository's root first.");
    }
}
