using System.CommandLine;
using System.Globalization;
using HotelCancellation.Benchmarks.Bulk;
using HotelCancellation.Benchmarks.Csv;
using HotelCancellation.Benchmarks.Drift;
using HotelCancellation.Benchmarks.Http;
using HotelCancellation.Benchmarks.Row;
using HotelCancellation.Benchmarks.Train;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks;

/// <summary>The arguments of the benchmarks; <c>eng/bench.sh</c> passes its own on.</summary>
internal static class CommandLine
{
    // In this order: drift tells how much memory the process has used; the servers come when no other process's training is under way.
    private static readonly Part[] Parts =
    [
        new("drift", InAll: true, (_, figures, _) => Now(() => new DriftBench(Say).Run(figures))),
        new("row", InAll: true, (plan, figures, _) => Now(() =>
        {
            new ReadingBench(plan, Say).Run(figures);
            new RowBench(plan, Say).Run(figures);
        })),
        new("bulk", InAll: true, (plan, figures, _) => Now(() => new BulkBench(plan, Say).Run(figures))),
        new("csv", InAll: true, (_, figures, stop) => new CsvBench(Say).RunAsync(figures, stop)),
        new("train", InAll: true, (plan, figures, stop) => new TrainBench(plan, Say).RunAsync(figures, stop)),
        new("start", InAll: true, (plan, figures, stop) => new StartBench(plan, Say).RunAsync(figures, stop)),
        new("open", InAll: true, (plan, figures, stop) => new OpenBench(plan, Say).RunAsync(figures, stop)),
        new("overload", InAll: true, (plan, figures, stop) => new OverloadBench(plan, Say).RunAsync(figures, stop)),
        new("http", InAll: true, (plan, figures, stop) => new HttpBench(plan, Say).RunAsync(figures, stop)),
        new("log", InAll: false, (plan, figures, stop) => new HttpBench(plan, Say).RunLogAsync(figures, stop)),
        new("shapes", InAll: false, (_, figures, _) => Now(() => new ShapeBench(Say).Run(figures)), ShapeBench.Tables),
        new("slim", InAll: false, (_, figures, stop) => new SlimBench(Say).RunAsync(figures, stop), SlimBench.Tables),
    ];

    private static readonly Option<string?> Only = new("--only") { Description = $"One part alone: {string.Join(", ", Parts.Select(p => p.Name))}.", HelpName = "PART" };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer and shorter rounds; the figures are rougher." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output, snake_case keys, nothing else there." };
    private static readonly Option<int> Port = new("--port") { Description = "The port of 127.0.0.1 that it listens on.", Required = true };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of the library.", Required = true };

    public static Task<int> RunAsync(string[] args)
    {
        Only.AcceptOnlyFromAmong([.. Parts.Select(p => p.Name)]);
        var echo = new Command("echo", "Run the echo that predictions are compared with, alone.") { Port };
        echo.SetAction((parsed, cancellationToken) => EchoHost.RunAsync(parsed.GetValue(Port), cancellationToken));
        var lightGbm = new Command("lightgbm", "Run the training that ours is compared with, alone.") { Threads };
        lightGbm.SetAction(parsed => TrainBench.RunNative(parsed.GetValue(Threads)));
        var promoter = new Command(Promoter.Name, "Make the version the champion that is not, for each line of standard input.");
        promoter.SetAction((_, cancellationToken) => Promoter.RunAsync(Console.In, cancellationToken));
        var root = new RootCommand("Measures the product in pairs with what a user would otherwise have: an echo, FastAPI, ML.NET, XGBoost, LightGBM.") { Only, Quick, Json, echo, lightGbm, promoter };
        root.SetAction(MeasureAsync);
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> MeasureAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var plan = parsed.GetValue(Quick) ? BenchPlan.Quick : BenchPlan.Full;
        var only = parsed.GetValue(Only);
        var figures = new Figures();
        Machine.Describe(figures);
        var how = $"{Machine.Now(TimeProvider.System)}{(parsed.GetValue(Quick) ? ", quick" : "")}";
        var isDone = true;
        foreach (var part in Parts.Where(p => only is null ? p.InAll : p.Name == only))
        {
            var (before, began) = (figures.Measured.Count(), TimeProvider.System.GetTimestamp());
            try
            {
                await part.Run(plan, figures, cancellationToken);
            }
            catch (BenchFailedException e)
            {
                // What the other parts measure stands by itself.
                await Console.Error.WriteLineAsync($"{part.Name}: {e.Message}");
                isDone = false;
            }

            Store(part, [.. figures.Measured.Skip(before)], how);
            Say($"{part.Name} took {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
        }

        Machine.DescribeLoad(figures, "load_average_after");
        await Console.Out.WriteLineAsync(parsed.GetValue(Json) ? figures.ToJson() : figures.ToTable());
        return isDone ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Store(Part part, (string Key, string Value, string Meaning)[] figures, string how)
    {
        var page = Path.Combine(Repository.Root, "docs", "benchmarks.md");
        if (part.Tables is null)
        {
            FiguresPage.Store(page, figures, how);
            return;
        }

        foreach (var table in part.Tables)
        {
            FiguresPage.Store(page, table, figures, how);
        }
    }

    private static Task Now(Action run)
    {
        run();
        return Task.CompletedTask;
    }

    private static void Say(FormattableString line) => Console.Error.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A part of the benchmark.</summary>
    /// <param name="Name">Its name after <c>--only</c>.</param>
    /// <param name="InAll">Whether a run of everything has it.</param>
    /// <param name="Run">Measures it.</param>
    /// <param name="Tables">Its tables on the page; null where each figure has a line of its own.</param>
    private sealed record Part(string Name, bool InAll, Func<BenchPlan, Figures, CancellationToken, Task> Run, FiguresTable[]? Tables = null);
}
