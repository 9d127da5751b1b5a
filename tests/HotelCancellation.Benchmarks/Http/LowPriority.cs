using System.Diagnostics;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>Gives a process what the others leave of its processor: one that stands for a machine of its own is not to take it from who asks.</summary>
internal static class LowPriority
{
    private const string Tool = "renice";

    /// <summary>Gives it to all threads that there are, and so to those that they start.</summary>
    public static async Task GiveAsync(int process, CancellationToken cancellationToken)
    {
        var threads = Directory.GetDirectories($"/proc/{process}/task").Select(Path.GetFileName);
        using var tool = Process.Start(new ProcessStartInfo(Tool, ["-n", "19", "-p", .. threads!]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await tool.StandardOutput.ReadToEndAsync(cancellationToken);
        await tool.WaitForExitAsync(cancellationToken);
        if (tool.ExitCode != 0)
        {
            throw new BenchFailedException($"{Tool} ended with {tool.ExitCode}.");
        }
    }
}
