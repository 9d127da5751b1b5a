using System.Globalization;
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

    /// <summary>Predictions beside the echo, and beside the serving peer where it is.</summary>
    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        await using var storage = await BenchStorage.StartAsync(BenchHosts.Folder, say, cancellationToken);
        var port = Ports.ThreeInARow(FirstPort);
        await using var host = BenchHosts.Start(port, storage.ConnectionString);
        await using var echo = BenchHosts.StartEcho(port + 1);
        await using var peer = FastApiPeer.TryStart(port + 2);
        var targets = new List<Target>
        {
            new("predict", host, BenchHosts.Predictions(port), plan.HttpWarmUpSeconds),
            new("echo", echo, BenchHosts.Url(port + 1, EchoHost.EchoPath), plan.HttpWarmUpSeconds / 4),
            new("echo_bytes", echo, BenchHosts.Url(port + 1, EchoHost.BytesPath), plan.HttpWarmUpSeconds / 8) { Seconds = plan.HttpPeerSeconds },
        };
        if (peer is not null)
        {
            targets.Add(new Target("fastapi", peer, BenchHosts.Url(port + 2, FastApiPeer.Path), plan.HttpWarmUpSeconds / 8) { Seconds = plan.HttpPeerSeconds });
        }

        await MeasureAsync(storage, targets, figures, cancellationToken);
        await new OpenBench(plan, say).RunSteadyAsync(targets[0].Url, targets[1].Url, storage.Key, figures, cancellationToken);
        say($"{plan.Batches} batches ...");
        await BatchBench.RunAsync(host, BenchHosts.Url(port, "/api/v1/predictions/batch"), storage.Key, plan.Batches, figures, cancellationToken);
        await BatchBench.RunBesideAsync(BenchHosts.Url(port, "/api/v1/predictions/batch"), targets[0].Url, storage.Key, OpenBench.PerSecond, 2 * plan.SteadySeconds, figures, cancellationToken);
        await new AllocationBench(say).RunAsync(storage, figures, cancellationToken);
    }

    /// <summary>What the prediction log costs: as delivered beside none, and beside predictions that wait for it.</summary>
    public async Task RunLogAsync(Figures figures, CancellationToken cancellationToken)
    {
        await using var storage = await BenchStorage.StartAsync(BenchHosts.Folder, say, cancellationToken);
        var port = Ports.ThreeInARow(FirstPort);
        await using var host = BenchHosts.Start(port, storage.ConnectionString);
        await using var unlogged = BenchHosts.Start(port + 1, storage.ConnectionString, "off");
        await using var acknowledged = BenchHosts.Start(port + 2, storage.ConnectionString, "acknowledged");
        List<Target> targets =
        [
            new("buffered", host, BenchHosts.Predictions(port), plan.HttpWarmUpSeconds),
            new("unlogged", unlogged, BenchHosts.Predictions(port + 1), plan.HttpWarmUpSeconds),
            new("acknowledged", acknowledged, BenchHosts.Predictions(port + 2), plan.HttpWarmUpSeconds / 4),
        ];
        await MeasureAsync(storage, targets, figures, cancellationToken);
    }

    private async Task MeasureAsync(BenchStorage storage, List<Target> targets, Figures figures, CancellationToken cancellationToken)
    {
        var booking = BenchBooking.Json();
        foreach (var target in targets)
        {
            await Patience.UntilAsync(target.Process, () => BenchHosts.AnswersAsync(target.Url, booking, storage.Key, cancellationToken), cancellationToken);
        }

        var wrk = new Wrk(BenchHosts.Folder, booking, storage.Key);
        foreach (var target in targets)
        {
            say($"Warming up {target.Name} ...");
            await wrk.RunAsync(target.Url, target.WarmUpSeconds, cancellationToken);
        }

        for (var round = 1; round <= plan.HttpRounds; round++)
        {
            // There and back again: whoever comes later in one round comes earlier in the next.
            foreach (var target in round % 2 == 0 ? targets.AsEnumerable().Reverse() : targets)
            {
                var before = target.Process.ProcessorTime;
                target.Results.Add(await wrk.RunAsync(target.Url, target.Seconds ?? plan.HttpSeconds, cancellationToken));
                target.Processor.Add((target.Process.ProcessorTime - before).TotalMicroseconds / target.Results[^1].Requests);
            }

            say($"Round {round} of {plan.HttpRounds}: {string.Join(", ", targets.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Name} {t.Results[^1].RequestsPerSecond:0}/s")))}");
        }

        Report(targets, figures);
    }

    private void Report(List<Target> targets, Figures figures)
    {
        var first = targets[0];
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
            var ratios = first.Results.Zip(target.Results, (p, t) => p.RequestsPerSecond / t.RequestsPerSecond).ToArray();
            figures.Add($"{first.Name}_over_{target.Name}", Median.Of(ratios), Spread(ratios));
            var processor = first.Processor.Zip(target.Processor, (p, t) => p / t).ToArray();
            figures.Add($"{first.Name}_cpu_over_{target.Name}", Median.Of(processor), Spread(processor));
        }
    }

    private static string Spread(double[] ratios) => string.Create(CultureInfo.InvariantCulture, $"median of the rounds' ratios, {ratios.Min():0.000} to {ratios.Max():0.000}");

    private sealed record Target(string Name, ChildProcess Process, Uri Url, int WarmUpSeconds)
    {
        /// <summary>Of wrk in one round; null for as many as the plan says.</summary>
        public int? Seconds { get; init; }

        public List<WrkResult> Results { get; } = [];

        public List<double> Processor { get; } = [];
    }
}
