using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>Latency at a given rate, beside the echo's: with another champion every second, and with one.</summary>
internal sealed class OpenBench(BenchPlan plan, Action<FormattableString> say)
{
    private const int FirstPort = 24_000;
    public const int PerSecond = 1000;
    private static readonly Dictionary<string, string> Quick = new(StringComparer.Ordinal) { ["Serving__RefreshSeconds"] = "1" };

    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        await using var storage = await BenchStorage.StartAsync(BenchHosts.Folder, say, cancellationToken);
        var (booking, port) = (BenchBooking.Json(), Ports.ThreeInARow(FirstPort));

        await LowPriority.GiveAsync(storage.ProcessId, cancellationToken);
        await using var promoter = Promoter.Start(storage.ConnectionString);
        await using var host = BenchHosts.Start(port, storage.ConnectionString, settings: Quick);
        await using var echo = BenchHosts.StartEcho(port + 1);
        var (ours, theirs) = (BenchHosts.Predictions(port), BenchHosts.Url(port + 1, EchoHost.EchoPath));
        await Patience.UntilAsync(host, () => BenchHosts.AnswersAsync(ours, booking, storage.Key, cancellationToken), cancellationToken);
        await Patience.UntilAsync(echo, () => BenchHosts.AnswersAsync(theirs, booking, storage.Key, cancellationToken), cancellationToken);
        say($"Warming up ...");
        using var load = new OpenLoad(booking, storage.Key);

        // With swaps, some eighty: what one runs is compiled twice more, each time after some thirty calls.
        await promoter.EverySecondWhileAsync(async () =>
        {
            var wrk = new Wrk(BenchHosts.Folder, booking, storage.Key);
            await wrk.RunAsync(theirs, plan.HttpWarmUpSeconds / 4, cancellationToken);
            await wrk.RunAsync(ours, plan.HttpWarmUpSeconds, cancellationToken);
            await load.RunAsync(theirs, PerSecond, 1, cancellationToken);
            return await load.RunAsync(ours, PerSecond, plan.OpenWarmUpSeconds, cancellationToken);
        }, cancellationToken);

        var (echoes, disturbed, swapped, swaps) = (new List<double[]>(), new List<double[]>(), new List<double[]>(), 0);
        for (var round = 1; round <= plan.OpenRounds; round++)
        {
            echoes.Add(await LoadAsync(theirs, load, cancellationToken));
            var (latencies, let) = await SwappingAsync(promoter, ours, port, load, cancellationToken);
            swapped.Add(latencies);
            swaps += let;
            disturbed.Add((await SwappingAsync(promoter, theirs, port, load, cancellationToken)).Latencies);
            say($"Round {round} of {plan.OpenRounds}: p99 of the echo {P99(echoes[^1]):0.00} ms, of predictions with swaps {P99(swapped[^1]):0.00} ms ({let}), of the echo beside swaps {P99(disturbed[^1]):0.00} ms");
        }

        figures.Add("p99_ms_open_1000_swapping", Median.Of(swapped.Select(P99)), $"99th percentile of predictions at {PerSecond} requests/s while another version becomes the champion every second; median of {plan.OpenRounds} rounds of {plan.OpenSeconds} s");
        AddRatio(figures, "p99_ratio_to_echo_swapping", swapped, echoes);
        figures.Add("echo_p99_ms_open_1000_swapping", Median.Of(disturbed.Select(P99)), "of the echo while the host beside it has another champion every second");
        AddRatio(figures, "p99_ratio_to_echo_beside_swapping", swapped, disturbed);
        figures.Add("swaps_served", swaps, string.Create(CultureInfo.InvariantCulture, $"times that the host let another champion in, in {plan.OpenRounds * (plan.OpenSeconds + 1)} s"));
    }

    /// <summary>The same of hosts that are warm, and whose champion stays.</summary>
    public async Task RunSteadyAsync(Uri ours, Uri theirs, string key, Figures figures, CancellationToken cancellationToken)
    {
        using var load = new OpenLoad(BenchBooking.Json(), key);
        await load.RunAsync(theirs, PerSecond, 1, cancellationToken);
        await load.RunAsync(ours, PerSecond, 1, cancellationToken);
        var (echoes, predictions) = (new List<double[]>(), new List<double[]>());
        for (var round = 1; round <= plan.SteadyRounds; round++)
        {
            echoes.Add(await load.RunAsync(theirs, PerSecond, plan.SteadySeconds, cancellationToken));
            predictions.Add(await load.RunAsync(ours, PerSecond, plan.SteadySeconds, cancellationToken));
            say($"At {PerSecond} requests/s, round {round} of {plan.SteadyRounds}: p99 of the echo {P99(echoes[^1]):0.00} ms, of predictions {P99(predictions[^1]):0.00} ms");
        }

        figures.Add("p99_ms_open_1000", Median.Of(predictions.Select(P99)), $"99th percentile at {PerSecond} requests/s, from when each was due; median of {plan.SteadyRounds} rounds of {plan.SteadySeconds} s");
        figures.Add("p50_ms_open_1000", Median.Of(predictions.Select(l => At(l, 0.5))), "the median of the same");
        figures.Add("echo_p99_ms_open_1000", Median.Of(echoes.Select(P99)), "of the echo");
        figures.Add("echo_p50_ms_open_1000", Median.Of(echoes.Select(l => At(l, 0.5))), "of the echo");
        AddRatio(figures, "p99_ratio_to_echo", predictions, echoes);
    }

    /// <summary>Loads a target, and measures from the second second on: what turning from one target to another takes is neither's.</summary>
    private async Task<double[]> LoadAsync(Uri target, OpenLoad load, CancellationToken cancellationToken)
    {
        await load.RunAsync(target, PerSecond, 1, cancellationToken);
        return await load.RunAsync(target, PerSecond, plan.OpenSeconds, cancellationToken);
    }

    /// <summary>Loads a target with swaps. They are counted by the host itself: whoever asked it meanwhile would be a load that the undisturbed echo does not have.</summary>
    private async Task<(double[] Latencies, int Swaps)> SwappingAsync(Promoter promoter, Uri target, int port, OpenLoad load, CancellationToken cancellationToken)
    {
        var before = await BenchHosts.SwapsAsync(port, load.Key, cancellationToken);
        var latencies = await promoter.EverySecondWhileAsync(() => LoadAsync(target, load, cancellationToken), cancellationToken);
        return (latencies, (int)(await BenchHosts.SwapsAsync(port, load.Key, cancellationToken) - before));
    }

    private static void AddRatio(Figures figures, string key, List<double[]> ours, List<double[]> theirs)
    {
        var ratios = ours.Zip(theirs, (o, t) => P99(o) / P99(t)).ToArray();
        figures.Add(key, Median.Of(ratios), string.Create(CultureInfo.InvariantCulture, $"median of the rounds' ratios, {ratios.Min():0.00} to {ratios.Max():0.00}"));
    }

    private static double P99(double[] ordered) => At(ordered, 0.99);

    private static double At(double[] ordered, double share) => ordered[(int)Math.Ceiling(share * ordered.Length) - 1];
}
