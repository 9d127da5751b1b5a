using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>Waits for a process that was started until it answers.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <exception cref="BenchFailedException">It ended, or did not answer within a minute.</exception>
    public static async Task UntilAsync(ChildProcess process, Func<Task<bool>> ready, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await ready())
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > Longest)
            {
                throw new BenchFailedException($"{process.Name} {(process.HasExited ? "ended" : $"was not ready within {Longest.TotalSeconds:0} s")}. Its last lines:{Environment.NewLine}{process.LastLines}");
            }

            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }
}
