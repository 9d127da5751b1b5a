using System.Globalization;
using HotelCancellation.Simulation.Replays;

namespace HotelCancellation.Cli.Commands;

/// <summary>
/// A replay in several processes: one for each stretch of months, one for the static task. The library that grows trees grows them for one model of a process at a time, and two
/// threads at one small model spend most of their time waiting for each other; processes of one thread each do not. What is answered is the same.
/// </summary>
internal sealed class ReplayParts
{
    /// <summary>The option that makes a process one of several: it goes through a stretch of the months, as FIRST-COUNT, and writes its answers and nothing else.</summary>
    public const string Option = "--part";

    private const int FewestMonths = 3;

    // What a first month has to learn from, in months: the later ones have more.
    private const int HistoryMonths = 12;

    private readonly List<((int First, int Count) Stretch, ReplayTask[] Tasks)> _parts;

    private ReplayParts(List<((int First, int Count) Stretch, ReplayTask[] Tasks)> parts) => _parts = parts;

    /// <summary>Deals a replay out.</summary>
    /// <param name="options">The replay.</param>
    /// <param name="tasks">What is asked.</param>
    /// <param name="processes">How many processes there may be; null for as many as there are processors, and months enough for each.</param>
    /// <returns>The parts, or null where one process does it.</returns>
    public static ReplayParts? Of(ReplayOptions options, IReadOnlyList<ReplayTask> tasks, int? processes)
    {
        ReplayTask[] monthly = [.. tasks.Where(t => t != ReplayTask.Static)];
        var most = Math.Min(processes ?? Math.Min(Environment.ProcessorCount, options.Months / FewestMonths), options.Months);
        if (most < 2 || !options.Retrain || monthly.Length == 0)
        {
            return null;
        }

        var parts = Stretches(options.Months, most).Select(s => (s, monthly)).ToList();
        if (monthly.Length < tasks.Count)
        {
            parts.Add(((0, 1), [ReplayTask.Static]));
        }

        return new ReplayParts(parts);
    }

    /// <summary>The stretch that an option names.</summary>
    public static Range Parse(string part) => part.Split('-') is [var first, var count] ? new Range(Number(first), Number(first) + Number(count)) : throw new FormatException($"{Option} {part}: must be FIRST-COUNT.");

    /// <summary>Months in stretches that take about as long as each other.</summary>
    internal static IEnumerable<(int First, int Count)> Stretches(int months, int stretches)
    {
        var all = Enumerable.Range(0, months).Sum(m => HistoryMonths + m);
        var (first, sum) = (0, 0);
        for (var stretch = 1; stretch <= stretches; stretch++)
        {
            // One month at least, and one at least for each stretch that follows.
            var end = first;
            do
            {
                sum += HistoryMonths + end++;
            }
            while (end < months - (stretches - stretch) && (stretch == stretches || sum + ((HistoryMonths + end) / 2) <= (double)all * stretch / stretches));

            yield return (first, end - first);
            first = end;
        }
    }

    /// <summary>Runs the parts, all at once.</summary>
    /// <param name="common">The options of the command that all of them have.</param>
    /// <param name="cancellationToken">Stops them.</param>
    /// <returns>The answers by task, in the order in which one process gives them.</returns>
    /// <exception cref="InvalidDataException">One of them failed; with what it said.</exception>
    public async Task<ILookup<ReplayTask, ReplayAnswer>> RunAsync(IReadOnlyList<string> common, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("replay-");
        try
        {
            await Task.WhenAll(_parts.Select((part, i) => RunAsync(folder, i, [.. common, .. part.Tasks.SelectMany(t => new[] { "--task", ReplayTasks.Name(t) }), Option, FormattableString.Invariant($"{part.Stretch.First}-{part.Stretch.Count}")], cancellationToken)));
            return _parts.SelectMany((_, i) => ReplayAnswerFile.Read(FileOf(folder, i))).ToLookup(a => a.Task, a => a.Answer);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(DirectoryInfo folder, int part, string[] arguments, CancellationToken cancellationToken)
    {
        // What is refused of the file is put aside by each of them; the first one does it where the user looks for it.
        var program = Environment.ProcessPath!;
        string[] start = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ReplayParts).Assembly.Location] : [];
        await using var child = ChildProcess.Start(
            "replay", program, [.. start, "replay", .. arguments, "--out", FileOf(folder, part), "--quiet"], new Dictionary<string, string>(), folder: part == 0 ? null : folder.FullName);
        await child.Exited(cancellationToken);
        if (child.ExitCode != ExitCode.Done)
        {
            throw new InvalidDataException(child.LastLines);
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string FileOf(DirectoryInfo folder, int part) => Path.Combine(folder.FullName, FormattableString.Invariant($"{part}.csv"));
}
