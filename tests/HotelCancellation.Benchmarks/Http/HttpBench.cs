using System.Globalization;
using System.Net;
using System.Text;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// Predictions over HTTP against an echo of the same JSON: two processes of the same server on the same machine, loaded by
/// turns within the same minute. Whatever else the machine does in a round slows both of the round's runs.
/// </summary>
internal sealed class HttpBench(BenchPlan plan, Action<FormattableString> say)
{
    private const int FirstPort = 22_000;
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };

    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "bench")).FullName;
        await using var storage = await BenchStorage.StartAsync(folder, say, cancellationToken);
        var booking = BenchBooking.Json();
        var port = Ports.ThreeInARow(FirstPort);
        var port2 = Ports.ThreeInARow(FirstPort + 500);
        await using var host = StartHost(port, storage.ConnectionString, "buffered");
        await using var unlogged = StartHost(port2, storage.ConnectionString, "off");
        await using var acknowledged = StartHost(port2 + 1, storage.ConnectionString, "acknowledged");
        await using var echo = StartEcho(port + 1);
        await using var peer = FastApiPeer.TryStart(port + 2);
        var targets = new List<Target>
        {
            new("predict", host, Url(port, "/api/v1/predictions")),
            new("unlogged", unlogged, Url(port2, "/api/v1/predictions")),
            new("acknowledged", acknowledged, Url(port2 + 1, "/api/v1/predictions")),
            new("echo", echo, Url(port + 1, EchoHost.EchoPath)),
            new("echo_bytes", echo, Url(port + 1, EchoHost.BytesPath)),
        };
        if (peer is not null)
        {
            targets.Add(new Target("fastapi", peer, Url(port + 2, FastApiPeer.Path)));
        }

        foreach (var target in targets)
        {
            await Patience.UntilAsync(target.Process, () => AnswersAsync(target.Url, booking, storage.Key, cancellationToken), cancellationToken);
        }

        await RunAsync(new Wrk(folder, booking, storage.Key), targets, figures, cancellationToken);
    }

    private async Task RunAsync(Wrk wrk, List<Target> targets, Figures figures, CancellationToken cancellationToken)
    {
        foreach (var target in targets)
        {
            say($"Warming up {target.Name} ...");
            await wrk.RunAsync(target.Url, plan.HttpWarmUpSeconds, cancellationToken);
        }

        for (var round = 1; round <= plan.HttpRounds; round++)
        {
            // There and back again: whoever comes later in one round comes earlier in the next.
            foreach (var target in round % 2 == 0 ? targets.AsEnumerable().Reverse() : targets)
            {
                var before = target.Process.ProcessorTime;
                target.Results.Add(await wrk.RunAsync(target.Url, plan.HttpSeconds, cancellationToken));
                target.Processor.Add((target.Process.ProcessorTime - before).TotalMicroseconds / target.Results[^1].Requests);
            }

            say($"Round {round} of {plan.HttpRounds}: {string.Join(", ", targets.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Name} {t.Results[^1].RequestsPerSecond:0}/s")))}");
        }

        Report(targets, figures);
    }

    private void Report(List<Target> targets, Figures figures)
    {
        var predict = targets[0];
        figures.Add("http_rounds", plan.HttpRounds, $"rounds, {plan.HttpSeconds} s each target; medians below");
        figures.Add("model_trees", BenchPlan.Trees, $"trees of {BenchPlan.Leaves} leaves");
        foreach (var target in targets)
        {
            figures.Add($"{target.Name}_rps", Median.Of(target.Results.Select(r => r.RequestsPerSecond)), "requests/s, wrk -t1 -c8");
            figures.Add($"{target.Name}_p50_ms_closed", Median.Of(target.Results.Select(r => r.P50Milliseconds)), "median latency of the closed loop");
            figures.Add($"{target.Name}_p99_ms_closed", Median.Of(target.Results.Select(r => r.P99Milliseconds)), "99th percentile of the closed loop");
            figures.Add($"{target.Name}_cpu_us", Median.Of(target.Processor), "microseconds of processor of the host a request");
        }

        foreach (var target in targets.Skip(1))
        {
            var ratios = predict.Results.Zip(target.Results, (p, t) => p.RequestsPerSecond / t.RequestsPerSecond).ToArray();
            figures.Add($"predict_over_{target.Name}", Median.Of(ratios), Spread(ratios));
            var processor = predict.Processor.Zip(target.Processor, (p, t) => p / t).ToArray();
            figures.Add($"predict_cpu_over_{target.Name}", Median.Of(processor), Spread(processor));
        }
    }

    private static string Spread(double[] ratios) => string.Create(CultureInfo.InvariantCulture, $"median of the rounds' ratios, {ratios.Min():0.000} to {ratios.Max():0.000}");

    // As it runs in production, with limits on that the load does not reach.
    private static ChildProcess StartHost(int port, string connectionString, string durability)
    {
        // Built beside this project, in the same configuration.
        var web = AppContext.BaseDirectory.Replace(Path.Combine("tests", "HotelCancellation.Benchmarks"), Path.Combine("src", "HotelCancellation.Web"), StringComparison.Ordinal) + "HotelCancellation.Web.dll";
        return ChildProcess.Start("The Web host", "dotnet", [web, "--urls", Root(port)], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Storage__ConnectionString"] = connectionString,
            ["ASPNETCORE_CONTENTROOT"] = Path.GetDirectoryName(web)!,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Predictions__Durability"] = durability,
            ["RateLimit__PermitsPerSecond"] = "1000000",
            ["RateLimit__Burst"] = "10000000",
        });
    }

    // With the garbage collector that a web project has.
    private static ChildProcess StartEcho(int port) => ChildProcess.Start(
        "The echo",
        "dotnet",
        [typeof(HttpBench).Assembly.Location, "echo", "--port", port.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_gcServer"] = "1", ["ASPNETCORE_ENVIRONMENT"] = "Production" });

    private static async Task<bool> AnswersAsync(Uri url, string booking, string key, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(booking, Encoding.UTF8, "application/json"), Headers = { { "x-api-key", key } } };
            using var answer = await Client.SendAsync(request, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Root(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private static Uri Url(int port, string path) => new(Root(port) + path);

    private sealed record Target(string Name, ChildProcess Process, Uri Url)
    {
        public List<WrkResult> Results { get; } = [];

        public List<double> Processor { get; } = [];
    }
}
