using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// More callers than can be answered, none of whom waits before it asks again unless it is told to: how much is still answered of what can be, and what it does to memory. Twice as many as can
/// be answered within 50 ms: first for a while such as ask again at once, whatever they are told, then such as come again when they are told to.
/// </summary>
internal sealed class OverloadBench(BenchPlan plan, Action<FormattableString> say)
{
    private const int FirstPort = 25_000;
    private const int Comfortable = 64;

    // As many callers as are answered within this time can be sustained.
    private const double AnswerSeconds = 0.05;
    private const int HostProcessor = 0;
    private const int CallersProcessor = 1;

    // As many connections as one process may have, and some room.
    private const int MostCallers = 16_000;

    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        await using var storage = await BenchStorage.StartAsync(BenchHosts.Folder, say, cancellationToken);
        var (booking, port) = (BenchBooking.Json(), Ports.ThreeInARow(FirstPort));
        await using var host = BenchHosts.StartOnOne(HostProcessor, port, storage.ConnectionString);
        var target = BenchHosts.Predictions(port);
        await Patience.UntilAsync(host, () => BenchHosts.AnswersAsync(target, booking, storage.Key, cancellationToken), cancellationToken);
        var wrk = new Wrk(BenchHosts.Folder, booking, storage.Key, CallersProcessor);

        // Beside the callers, and after them: where they wait for their processor, nobody asks the host.
        await OneProcessor.KeepAsync(storage.ProcessId, CallersProcessor, cancellationToken);
        await LowPriority.GiveAsync(storage.ProcessId, cancellationToken);
        say($"Warming up ...");
        await wrk.RunAsync(target, plan.HttpWarmUpSeconds * 3 / 4, Comfortable, isPatient: false, cancellationToken);

        // What a virtual machine can do moves within minutes: peak and crowd by turns, and the means of all.
        var peaks = new List<double> { await PeakAsync(wrk, target, cancellationToken) };
        var callers = Math.Min(MostCallers, (int)(2 * peaks[0] * AnswerSeconds));
        say($"{callers} callers who ask again at once ...");
        var impatient = await wrk.RunAsync(target, plan.ImpatientSeconds, callers, isPatient: false, cancellationToken);
        peaks.Add(await PeakAsync(wrk, target, cancellationToken));
        var (crowds, memory, busy) = (new List<WrkResult>(), new List<List<double>>(), new List<double>());
        for (var turn = 1; turn <= plan.OverloadTurns; turn++)
        {
            say($"{callers} callers, {turn} of {plan.OverloadTurns} ...");
            var (processor, started) = (host.ProcessorTime, TimeProvider.System.GetTimestamp());
            var loading = wrk.RunAsync(target, plan.OverloadSeconds, callers, isPatient: true, cancellationToken);
            memory.Add(await MemoryAsync(host, loading, cancellationToken));
            crowds.Add(await loading);
            busy.Add((host.ProcessorTime - processor) / TimeProvider.System.GetElapsedTime(started));
            peaks.Add(await PeakAsync(wrk, target, cancellationToken));
        }

        // Each crowd beside the peaks before and after it.
        double[] shares = [.. crowds.Select((c, i) => 2 * Good(c) / (peaks[i + 1] + peaks[i + 2]))];
        var (peak, crowd) = (peaks.Average(), crowds.Average(Good));
        figures.Add("overload_peak_rps", peak, string.Create(CultureInfo.InvariantCulture, $"answers/s with {Comfortable} connections, the mean of {Each(peaks)}"));
        figures.Add("impatient_goodput_rps", Good(impatient), string.Create(CultureInfo.InvariantCulture, $"answers/s with {callers} callers who ask again at once for {plan.ImpatientSeconds} s"));
        figures.Add("impatient_goodput_share", 2 * Good(impatient) / (peaks[0] + peaks[1]), "of the peaks before and after");
        figures.Add("impatient_refused_rps", impatient.RefusedPerSecond, "503 with Retry-After, a second");
        figures.Add("impatient_p99_ms", impatient.P99Milliseconds, "99th percentile of the latency of all answers meanwhile");
        figures.Add("overload_callers", callers, "callers, twice as many as can be answered within 50 ms, who come again when they are told to");
        figures.Add("overload_goodput_rps", crowd, string.Create(CultureInfo.InvariantCulture, $"answers/s to them for {plan.OverloadSeconds} s, the mean of {Each(crowds.Select(Good))}"));
        figures.Add("overload_goodput_share", Median.Of(shares), string.Create(CultureInfo.InvariantCulture, $"of the peaks before and after, median of {crowds.Count}, {shares.Min():0.000} to {shares.Max():0.000}"));
        figures.Add("overload_refused_rps", crowds.Average(c => c.RefusedPerSecond), "503 with Retry-After, a second");
        figures.Add("overload_p50_ms", crowds.Average(c => c.P50Milliseconds), "median latency of all answers meanwhile, refusals too");
        figures.Add("overload_p99_ms", crowds.Average(c => c.P99Milliseconds), "99th percentile of the same");
        figures.Add("overload_host_busy", busy.Average(), "share of its processor that the host took meanwhile");
        var (first, last) = (memory.Select(m => Median.Of(Tenth(m, 1))).ToList(), memory.Select(m => Median.Of(Tenth(m, 9))).ToList());
        figures.Add("overload_first_mb", Median.Of(first), string.Create(CultureInfo.InvariantCulture, $"memory of the host in the second tenth of a crowd's time, median of {Each(first)}"));
        figures.Add("overload_last_mb", Median.Of(last), string.Create(CultureInfo.InvariantCulture, $"in its last tenth, median of {Each(last)}"));
        figures.Add("overload_memory_ratio", Median.Of(last.Zip(first, (l, f) => l / f)), "the one over the other, median of the crowds'");
        figures.Add("overload_peak_mb", memory.Max(m => m.Max()), "at most, in any crowd");
    }

    private async Task<double> PeakAsync(Wrk wrk, Uri target, CancellationToken cancellationToken) =>
        Good(await wrk.RunAsync(target, plan.PeakSeconds, Comfortable, isPatient: false, cancellationToken));

    private static async Task<List<double>> MemoryAsync(ChildProcess host, Task loading, CancellationToken cancellationToken)
    {
        var memory = new List<double>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (!loading.IsCompleted && await timer.WaitForNextTickAsync(cancellationToken))
        {
            memory.Add(host.WorkingSetBytes / 1e6);
        }

        return memory;
    }

    private static IEnumerable<double> Tenth(List<double> memory, int tenth)
    {
        var length = Math.Max(1, memory.Count / 10);
        return memory.Skip(Math.Min(tenth * length, memory.Count - length)).Take(length);
    }

    private static string Each(IEnumerable<double> rates) => string.Join(", ", rates.Select(r => r.ToString("0", CultureInfo.InvariantCulture)));

    private static double Good(WrkResult result) => result.RequestsPerSecond - result.RefusedPerSecond;
}
