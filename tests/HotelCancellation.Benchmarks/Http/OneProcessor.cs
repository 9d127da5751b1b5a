using System.Diagnostics;
using System.Globalization;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>Keeps a process to one processor, so that who asks and who answers do not take it from each other.</summary>
internal static class OneProcessor
{
    private const string Tool = "taskset";

    /// <summary>The command line of a process that is kept to one from its start.</summary>
    /// <param name="processor">The processor, from 0; the command itself if null.</param>
    /// <param name="command">The command and its arguments.</param>
    public static string[] Command(int? processor, string[] command) => processor is { } one ? [Tool, "-c", Text(one), .. command] : command;

    /// <summary>Keeps a process to one from now on, with all its threads.</summary>
    public static async Task KeepAsync(int process, int processor, CancellationToken cancellationToken)
    {
        using var tool = Process.Start(new ProcessStartInfo(Tool, ["-acp", Text(processor), Text(process)]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await tool.StandardOutput.ReadToEndAsync(cancellationToken);
        await tool.WaitForExitAsync(cancellationToken);
        if (tool.ExitCode != 0)
        {
            throw new BenchFailedException($"{Tool} ended with {tool.ExitCode}.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
