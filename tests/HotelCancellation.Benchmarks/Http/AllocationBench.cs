using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// Bytes that a host allocates for a request. In hosts of its own, whose collector keeps the number of its heaps: what .NET says of a process with fewer heaps than before stands still until the others have made up for it.
/// </summary>
internal sealed class AllocationBench(Action<FormattableString> say)
{
    private const int FirstPort = 26_000;
    private const int WarmUpSeconds = 6;
    private const int EchoWarmUpSeconds = 2;
    private const int Seconds = 2;
    private static readonly Dictionary<string, string> KeepHeaps = new(StringComparer.Ordinal) { ["DOTNET_GCDynamicAdaptationMode"] = "0" };

    public async Task RunAsync(BenchStorage storage, Figures figures, CancellationToken cancellationToken)
    {
        say($"Counting what a request allocates ...");
        var port = Ports.ThreeInARow(FirstPort);
        await using var host = BenchHosts.Start(port, storage.ConnectionString, settings: KeepHeaps);
        await using var echo = BenchHosts.StartEcho(port + 1, KeepHeaps);
        await MeasureAsync("predict", host, BenchHosts.Predictions(port), WarmUpSeconds, () => BenchHosts.AllocatedAsync(port, storage.Key, cancellationToken));
        await MeasureAsync("echo", echo, BenchHosts.Url(port + 1, EchoHost.EchoPath), EchoWarmUpSeconds, () => BenchHosts.EchoAllocatedAsync(port + 1, cancellationToken));

        async Task MeasureAsync(string name, ChildProcess process, Uri url, int warmUpSeconds, Func<Task<double>> allocatedAsync)
        {
            var booking = BenchBooking.Json();
            await Patience.UntilAsync(process, () => BenchHosts.AnswersAsync(url, booking, storage.Key, cancellationToken), cancellationToken);
            var wrk = new Wrk(BenchHosts.Folder, booking, storage.Key);
            await wrk.RunAsync(url, warmUpSeconds, cancellationToken);
            var before = await allocatedAsync();
            var result = await wrk.RunAsync(url, Seconds, cancellationToken);
            figures.Add($"{name}_alloc_bytes", (await allocatedAsync() - before) / result.Requests, "bytes that the host allocated a request, the server in it");
        }
    }
}
