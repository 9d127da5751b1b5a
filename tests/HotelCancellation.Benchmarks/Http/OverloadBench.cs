using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// Four times as many callers as the host lets in at once, none of whom waits before it asks again: how much is still answered of what can be, and what it does to memory.
/// </summary>
internal sealed class OverloadBench(BenchPlan plan, Action<FormattableString> say)
{
    private const int FirstPort = 25_000;
    private const int Comfortable = 64;
    private const int TooMany = 2048;

    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        await using var storage = await BenchStorage.StartAsync(BenchHosts.Folder, say, cancellationToken);
        var (booking, port) = (BenchBooking.Json(), Ports.ThreeInARow(FirstPort));
        await using var host = BenchHosts.Start(port, storage.ConnectionString);
        var target = BenchHosts.Predictions(port);
        await Patience.UntilAsync(host, () => BenchHosts.AnswersAsync(target, booking, storage.Key, cancellationToken), cancellationToken);
        var wrk = new Wrk(BenchHosts.Folder, booking, storage.Key);
        say($"Warming up ...");
        await wrk.RunAsync(target, plan.HttpWarmUpSeconds, Comfortable, cancellationToken);

        var before = await wrk.RunAsync(target, plan.PeakSeconds, Comfortable, cancellationToken);
        var memory = new List<double>();
        var loading = wrk.RunAsync(target, plan.OverloadSeconds, TooMany, cancellationToken);
        using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System))
        {
            while (!loading.IsCompleted && await timer.WaitForNextTickAsync(cancellationToken))
            {
                memory.Add(host.WorkingSetBytes / 1e6);
            }
        }

        var overload = await loading;
        var after = await wrk.RunAsync(target, plan.PeakSeconds, Comfortable, cancellationToken);
        var peak = Math.Max(Good(before), Good(after));
        figures.Add("overload_peak_rps", peak, string.Create(CultureInfo.InvariantCulture, $"answers/s with {Comfortable} connections: {Good(before):0} before, {Good(after):0} after"));
        figures.Add("overload_goodput_rps", Good(overload), string.Create(CultureInfo.InvariantCulture, $"answers/s with {TooMany} connections for {plan.OverloadSeconds} s"));
        figures.Add("overload_goodput_share", Good(overload) / peak, "of the peak");
        figures.Add("overload_refused_rps", overload.RefusedPerSecond, "503 with Retry-After, a second");
        figures.Add("overload_p99_ms", overload.P99Milliseconds, "99th percentile of the latency of all answers meanwhile");
        var tenth = Math.Max(1, memory.Count / 10);
        figures.Add("overload_first_mb", Median.Of(memory.Skip(tenth).Take(tenth)), "memory of the host in the second tenth of the time");
        figures.Add("overload_last_mb", Median.Of(memory.TakeLast(tenth)), "in the last tenth");
        figures.Add("overload_peak_mb", memory.Max(), "at most");
    }

    private static double Good(WrkResult result) => result.RequestsPerSecond - result.RefusedPerSecond;
}
