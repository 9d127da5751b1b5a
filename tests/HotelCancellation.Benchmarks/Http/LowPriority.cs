using System.Globalization;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// Gives a process what the others leave of the processors: one that stands for a machine of its own is not to take them from who asks or who answers. Linux calls it idle (sched(7)): whoever else wakes
/// has the processor at once, which the lowest of the other priorities does not give.
/// </summary>
internal static class LowPriority
{
    private const string Tool = "chrt";
    private static readonly string[] Idle = ["--idle", "0"];

    /// <summary>The command line of a process that has it from its start.</summary>
    public static string[] Command(string[] command) => [Tool, .. Idle, .. command];

    /// <summary>Gives it to all threads that there are, and so to those that they start.</summary>
    public static Task GiveAsync(int process, CancellationToken cancellationToken) =>
        Tools.RunAsync(Tool, ["--all-tasks", "--pid", .. Idle, process.ToString(CultureInfo.InvariantCulture)], cancellationToken);
}
