using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>From the start of the process to the first answer: the product's first prediction, and the echo's first booking, by turns.</summary>
internal sealed class StartBench(BenchPlan plan, Action<FormattableString> say)
{
    private const int FirstPort = 23_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        await using var storage = await BenchStorage.StartAsync(BenchHosts.Folder, say, cancellationToken);
        var booking = BenchBooking.Json();
        var port = Ports.ThreeInARow(FirstPort);
        var (image, installed, theirs) = (new List<double>(), new List<double>(), new List<double>());

        // The first of each reads its files from the disk, and does not count.
        for (var round = 0; round <= plan.Starts; round++)
        {
            var product = BenchHosts.IsImage ? await StartAsync(() => BenchHosts.StartImage(port, storage.ConnectionString), BenchHosts.Predictions(port), booking, storage.Key, cancellationToken) : 0;
            var web = await StartAsync(() => BenchHosts.Start(port + 2, storage.ConnectionString), BenchHosts.Predictions(port + 2), booking, storage.Key, cancellationToken);
            var echo = await StartAsync(() => BenchHosts.StartEcho(port + 1), BenchHosts.Url(port + 1, EchoHost.EchoPath), booking, storage.Key, cancellationToken);
            say($"Start {round} of {plan.Starts}: {(BenchHosts.IsImage ? $"{product:0} ms, " : "")}on the installed runtime {web:0} ms, the echo {echo:0} ms");
            if (round > 0)
            {
                image.Add(product);
                installed.Add(web);
                theirs.Add(echo);
            }
        }

        var (host, which) = BenchHosts.IsImage ? (image, "the host of the image") : (installed, "the host on the installed runtime, since that of the image was not compiled for this run");
        figures.Add("cold_start_ms", Median.Of(host), $"from the start of the process to the first prediction, model loaded from the storage emulator; {which}");
        figures.Add("echo_cold_start_ms", Median.Of(theirs), "the same of the echo, on the installed runtime");
        AddRatio("cold_start_over_echo", host);
        figures.Add("cold_start_installed_ms", Median.Of(installed), "the same of the host on the installed runtime");
        AddRatio("cold_start_installed_over_echo", installed);

        void AddRatio(string key, List<double> starts)
        {
            var ratios = starts.Zip(theirs, (s, t) => s / t).ToArray();
            figures.Add(key, Median.Of(ratios), string.Create(CultureInfo.InvariantCulture, $"median of {plan.Starts} ratios, {ratios.Min():0.00} to {ratios.Max():0.00}"));
        }
    }

    private static async Task<double> StartAsync(Func<ChildProcess> start, Uri url, string booking, string key, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var process = start();
        while (!await BenchHosts.AnswersAsync(url, booking, key, cancellationToken))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > Longest)
            {
                throw new BenchFailedException($"{process.Name} did not answer. Its last lines:{Environment.NewLine}{process.LastLines}");
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }
}
