using System.CommandLine;
using System.Globalization;
using HotelCancellation.Benchmarks.Bulk;
using HotelCancellation.Benchmarks.Csv;
using HotelCancellation.Benchmarks.Drift;
using HotelCancellation.Benchmarks.Http;
using HotelCancellation.Benchmarks.Row;
using HotelCancellation.Cli;

namespace HotelCancellation.Benchmarks;

/// <summary>The arguments of the benchmarks; <c>eng/bench.sh</c> passes its own on.</summary>
internal static class CommandLine
{
    private static readonly string[] Parts = ["http", "row", "bulk", "csv", "shapes", "slim", "drift"];
    private static readonly Option<string?> Only = new("--only") { Description = $"One part alone: {string.Join(", ", Parts)}.", HelpName = "PART" };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer and shorter rounds; the figures are rougher." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output, snake_case keys, nothing else there." };
    private static readonly Option<int> Port = new("--port") { Description = "The port of 127.0.0.1 that it listens on.", Required = true };

    public static Task<int> RunAsync(string[] args)
    {
        Only.AcceptOnlyFromAmong(Parts);
        var echo = new Command("echo", "Run the echo that predictions are compared with, alone.") { Port };
        echo.SetAction((parsed, cancellationToken) => EchoHost.RunAsync(parsed.GetValue(Port), cancellationToken));
        var root = new RootCommand("Measures predictions over HTTP against an echo, one row against ML.NET's PredictionEngine, many rows against its Transform and against XGBoost, and how long a day of predictions takes to judge.") { Only, Quick, Json, echo };
        root.SetAction(MeasureAsync);
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> MeasureAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var plan = parsed.GetValue(Quick) ? BenchPlan.Quick : BenchPlan.Full;
        var only = parsed.GetValue(Only);
        var figures = new Figures();
        Machine.Describe(figures);
        try
        {
            // Drift before the rest, since it tells how much memory the process has used.
            if (only is null or "drift")
            {
                new DriftBench(Say).Run(figures);
            }

            // Rows before HTTP: training leaves nothing behind that would disturb the servers.
            if (only is null or "row")
            {
                new RowBench(plan, Say).Run(figures);
            }

            if (only is null or "bulk")
            {
                new BulkBench(plan, Say).Run(figures);
            }

            if (only is null or "csv")
            {
                await new CsvBench(Say).RunAsync(figures, cancellationToken);
            }

            if (only is "shapes")
            {
                new ShapeBench(Say).Run(figures);
            }

            if (only is "slim")
            {
                await new SlimBench(Say).RunAsync(figures, cancellationToken);
            }

            if (only is null or "http")
            {
                await new HttpBench(plan, Say).RunAsync(figures, cancellationToken);
            }
        }
        catch (BenchFailedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Refused;
        }

        Machine.DescribeLoad(figures, "load_average_after");
        await Console.Out.WriteLineAsync(parsed.GetValue(Json) ? figures.ToJson() : figures.ToTable());
        return ExitCode.Done;
    }

    private static void Say(FormattableString line) => Console.Error.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
