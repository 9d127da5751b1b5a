using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>The processes that are measured over HTTP, each on a port of 127.0.0.1.</summary>
internal static class BenchHosts
{
    private const string Web = "HotelCancellation.Web";
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Where the benchmarks keep what they need.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "bench")).FullName;

    /// <summary>Whether the Web host was published for the installed runtime.</summary>
    public static bool IsPublished { get; } = File.Exists(Path.Combine(Folder, "web", $"{Web}.dll"));

    private static string ImageFile { get; } = Path.Combine(Folder, "image", Web);

    /// <summary>Whether the Web host was published as it is in the image.</summary>
    public static bool IsImage { get; } = File.Exists(ImageFile);

    // As eng/bench.sh publishes it; where that was not done, what is built beside this project, in the same configuration.
    private static string WebFile { get; } = IsPublished
        ? Path.Combine(Folder, "web", $"{Web}.dll")
        : Path.Combine(AppContext.BaseDirectory.Replace(Path.Combine("tests", "HotelCancellation.Benchmarks"), Path.Combine("src", Web), StringComparison.Ordinal), $"{Web}.dll");

    /// <summary>The product's Web host as it is in the image, and runs in production.</summary>
    /// <param name="port">The port.</param>
    /// <param name="connectionString">Its storage.</param>
    public static ChildProcess StartImage(int port, string connectionString) =>
        ChildProcess.Start("The Web host", ImageFile, ["--urls", Root(port)], Settings(ImageFile, connectionString, "buffered", null));

    /// <summary>The product's Web host as it runs in production, with a caller's limits on that the load does not reach.</summary>
    /// <param name="port">The port.</param>
    /// <param name="connectionString">Its storage.</param>
    /// <param name="durability">What is promised of the prediction log.</param>
    /// <param name="settings">Other settings.</param>
    public static ChildProcess Start(int port, string connectionString, string durability = "buffered", IReadOnlyDictionary<string, string>? settings = null) =>
        StartOn(null, port, Settings(WebFile, connectionString, durability, settings));

    /// <summary>The same with one processor, as a container that is given one has it, and the image's setting for that.</summary>
    /// <param name="processor">Which one.</param>
    /// <param name="port">The port.</param>
    /// <param name="connectionString">Its storage.</param>
    public static ChildProcess StartOnOne(int processor, int port, string connectionString) =>
        StartOn(processor, port, Settings(WebFile, connectionString, "buffered", new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_TC_DelaySingleProcMultiplier"] = "1" }));

    private static ChildProcess StartOn(int? processor, int port, Dictionary<string, string> environment)
    {
        var command = OneProcessor.Command(processor, ["dotnet", WebFile, "--urls", Root(port)]);
        return ChildProcess.Start("The Web host", command[0], command[1..], environment);
    }

    private static Dictionary<string, string> Settings(string file, string connectionString, string durability, IReadOnlyDictionary<string, string>? settings) =>
        new Dictionary<string, string>(settings ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            ["Storage__ConnectionString"] = connectionString,
            ["ASPNETCORE_CONTENTROOT"] = Path.GetDirectoryName(file)!,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Predictions__Durability"] = durability,
            ["RateLimit__PermitsPerSecond"] = "1000000",
            ["RateLimit__Burst"] = "10000000",
        };

    /// <summary>The echo, with the garbage collector that a web project has, and a folder of its own for its settings: where that is not said, it watches all below the folder that the benchmark runs in.</summary>
    public static ChildProcess StartEcho(int port, IReadOnlyDictionary<string, string>? settings = null) => ChildProcess.Start(
        "The echo",
        "dotnet",
        [typeof(BenchHosts).Assembly.Location, "echo", "--port", port.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string>(settings ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal) { ["DOTNET_gcServer"] = "1", ["ASPNETCORE_ENVIRONMENT"] = "Production", ["ASPNETCORE_CONTENTROOT"] = AppContext.BaseDirectory });

    /// <summary>Where a host takes predictions.</summary>
    public static Uri Predictions(int port) => Url(port, "/api/v1/predictions");

    /// <summary>A path of a host.</summary>
    public static Uri Url(int port, string path) => new(Root(port) + path);

    /// <summary>Whether a booking is answered with 200.</summary>
    public static async Task<bool> AnswersAsync(Uri url, string booking, string key, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(url, booking, key);
            using var answer = await Client.SendAsync(request, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Bytes that our host has allocated so far, by its own metrics.</summary>
    public static Task<double> AllocatedAsync(int port, string key, CancellationToken cancellationToken) =>
        MetricAsync(port, key, "dotnet_gc_heap_total_allocated_bytes_total", cancellationToken);

    /// <summary>Times that our host has let another champion in so far, by its own metrics.</summary>
    public static Task<double> SwapsAsync(int port, string key, CancellationToken cancellationToken) =>
        MetricAsync(port, key, "hotelcancel_model_swaps_total", cancellationToken);

    /// <summary>Bytes that the echo has allocated so far.</summary>
    public static async Task<double> EchoAllocatedAsync(int port, CancellationToken cancellationToken) =>
        double.Parse(await Client.GetStringAsync(Url(port, EchoHost.AllocatedPath), cancellationToken), CultureInfo.InvariantCulture);

    private static async Task<double> MetricAsync(int port, string key, string name, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url(port, "/metrics")) { Headers = { { "x-api-key", key } } };
        using var answer = await Client.SendAsync(request, cancellationToken);
        var line = (await answer.Content.ReadAsStringAsync(cancellationToken)).Split('\n').First(l => l.StartsWith($"{name}{{", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    private static HttpRequestMessage Request(Uri url, string booking, string key) =>
        new(HttpMethod.Post, url) { Content = new StringContent(booking, Encoding.UTF8, "application/json"), Headers = { { "x-api-key", key } } };

    private static string Root(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
