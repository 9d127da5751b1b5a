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
    public static Task KeepAsync(int process, int processor, CancellationToken cancellationToken) => Tools.RunAsync(Tool, ["-acp", Text(processor), Text(process)], cancellationToken);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
