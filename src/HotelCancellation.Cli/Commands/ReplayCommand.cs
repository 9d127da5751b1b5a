using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using HotelCancellation.Simulation.Replays;
using HotelCancellation.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel replay</c>: how right predictions would have been, month after month.</summary>
internal static class ReplayCommand
{
    private static readonly string[] Tasks = [.. ReplayTasks.Names];
    private static readonly Option<FileInfo> Data = Cli.Options.Data(required: true);
    private static readonly Option<FileInfo?> Mapping = Cli.Options.Mapping();
    private static readonly Option<string[]> Task = new("--task")
    {
        Description = "What is asked: booking-time (bookings made in each month, as of the day they are made), on-the-books (bookings open on each first of a month, as of that day), static (late arrivals after training on early ones). May be repeated; default: all three.",
        HelpName = "TASK",
        DefaultValueFactory = _ => Tasks,
    };

    private static readonly Option<string> Retrain = new("--retrain") { Description = "monthly: train again on each first of a month. once: train on the first one alone.", HelpName = "monthly|once", DefaultValueFactory = _ => "monthly" };
    private static readonly Option<DateOnly?> From = Cli.Options.Date("--from", "The first day that is trained for and asked about, the first of a month. Default: 2016-07-01.");
    private static readonly Option<int> Months = new("--months") { Description = "How many months.", HelpName = "N", DefaultValueFactory = _ => 12 };
    private static readonly Option<DateOnly?> Split = Cli.Options.Date("--split", "The static task asks about arrivals from this day on. Default: 2017-03-01.");
    private static readonly Option<string> Context = new("--context") { Description = "What a booking-time question knows of other bookings: frozen at the training, or fresh up to its own day.", HelpName = "frozen|fresh", DefaultValueFactory = _ => "frozen" };
    private static readonly Option<FileInfo?> Out = new("--out", "-o") { Description = "Where to write every question with its answer, as CSV.", HelpName = "FILE" };
    private static readonly Option<FileInfo?> Page = new("--page") { Description = "Where to write the months as pictures: one HTML page that needs nothing else.", HelpName = "FILE" };
    private static readonly Option<bool> Estimates = new("--estimates") { Description = "Also print, month by month, which AUC and Brier score were to be expected before any outcome was known, beside what came." };
    private static readonly Option<int?> Processes = new("--processes") { Description = "How many processes train and ask, each with one thread. Answers do not depend on it. Default: one for each processor, with three months or more each.", HelpName = "N" };
    private static readonly Option<string?> Part = new(ReplayParts.Option) { Hidden = true };
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        Task.AcceptOnlyFromAmong(Tasks);
        Retrain.AcceptOnlyFromAmong("monthly", "once");
        Context.AcceptOnlyFromAmong("frozen", "fresh");
        var command = new Command("replay", "Walk through past bookings: train on what each first of a month knew, predict, and score against what then happened. One line of figures a task; the tasks share the models.")
        {
            Data, Mapping, Task, Retrain, From, Months, Split, Context, Out, Page, Estimates, Processes, Part, Json, Quiet, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var reporter = new Reporter(parsed.GetValue(Quiet));
        var options = new ReplayOptions
        {
            From = parsed.GetValue(From) ?? new ReplayOptions().From,
            Months = parsed.GetValue(Months),
            Split = parsed.GetValue(Split) ?? new ReplayOptions().Split,
            Retrain = parsed.GetValue(Retrain) == "monthly",
            FreshContext = parsed.GetValue(Context) == "fresh",
            Stretch = parsed.GetValue(Part) is { } part ? ReplayParts.Parse(part) : Range.All,
        };
        var started = Stopwatch.GetTimestamp();
        ReplayTask[] tasks = [.. parsed.GetValue(Task)!.Select(ReplayTasks.Parse).Distinct()];
        await reporter.RunAsync("Replaying", async progress =>
        {
            var ask = await PrepareAsync(parsed, services, options, tasks, progress, cancellationToken);
            await using var output = parsed.GetValue(Out) is { } file ? new StreamWriter(file.FullName) : StreamWriter.Null;
            await ReplayAnswerFile.BeginAsync(output);
            var reports = new List<ReplayReport>();
            foreach (var task in tasks)
            {
                var answers = await ask(task);
                await ReplayAnswerFile.AddAsync(output, task, answers);
                if (parsed.GetValue(Part) is not null)
                {
                    continue;
                }

                if (answers.Count == 0)
                {
                    throw new InvalidDataException($"{ReplayTasks.Name(task)}: no booking with a known outcome is asked about from {options.From:yyyy-MM-dd} on; see --from and --months.");
                }

                reports.Add(ReplayReport.Of(task, answers));
                Write(reports[^1], Stopwatch.GetElapsedTime(started).TotalSeconds, parsed.GetValue(Json), parsed.GetValue(Estimates));
                started = Stopwatch.GetTimestamp();
            }

            if (parsed.GetValue(Page) is { } page)
            {
                await File.WriteAllTextAsync(page.FullName, ReplayPage.Write(parsed.GetRequiredValue(Data).Name, reports), new UTF8Encoding(false), cancellationToken);
                reporter.Line($"The pictures are in {page.FullName}");
            }

            return 0;
        });
        return ExitCode.Done;
    }

    /// <summary>Reads the bookings, here or in other processes, and gives what answers the questions of a task.</summary>
    private static async Task<Func<ReplayTask, Task<IReadOnlyList<ReplayAnswer>>>> PrepareAsync(
        ParseResult parsed, IServiceProvider services, ReplayOptions options, ReplayTask[] tasks, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var (data, mapping) = (parsed.GetRequiredValue(Data), parsed.GetValue(Mapping));
        var training = services.GetRequiredService<IOptions<TrainingOptions>>().Value;
        if (parsed.GetValue(Part) is null && ReplayParts.Of(options, tasks, parsed.GetValue(Processes)) is { } parts)
        {
            progress.Report(new WorkProgress("in several processes"));
            string[] settings = [.. parsed.GetValue(Set) ?? [], .. training.Threads == 0 ? ["Training:Threads=1"] : Array.Empty<string>()];
            var answers = await parts.RunAsync(
                [
                    "--data", data.FullName, .. mapping is null ? [] : new[] { "--mapping", mapping.FullName }, .. settings.SelectMany(s => new[] { "--set", s }),
                    "--from", options.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--months", options.Months.ToString(CultureInfo.InvariantCulture),
                    "--split", options.Split.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--context", parsed.GetRequiredValue(Context),
                ],
                cancellationToken);
            return task => System.Threading.Tasks.Task.FromResult<IReadOnlyList<ReplayAnswer>>([.. answers[task]]);
        }

        progress.Report(new WorkProgress("reading"));
        var histories = await HistoryFile.ReadAsync(services, "replay", data, mapping, cancellationToken);
        var replay = await System.Threading.Tasks.Task.Run(() => new Replay(histories, training, options), cancellationToken);
        return task => System.Threading.Tasks.Task.Run(() => replay.Answers(task, new Told(progress), cancellationToken), cancellationToken);
    }

    private static void Write(ReplayReport report, double seconds, bool json, bool estimates)
    {
        var line = ReplayLine.Of(ReplayTasks.Name(report.Task), report, seconds);
        if (json)
        {
            JsonLine.Write(line);
            return;
        }

        var m = report.Overall;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {line.Task}: {m.N} questions, cancelled {m.Base:0.0%}, mean probability {m.MeanP:0.0%}, in {seconds:0} s
              AUC {m.Auc:0.0000}   AP {m.Ap:0.0000}   Brier {m.Brier:0.0000}   log loss {m.LogLoss:0.0000}   F1 {m.F1AtHalf:0.000} at 0.5, {m.F1Best:0.000} at best
            """));
        if (report.Wape is { } wape)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  error of expected cancellations (WAPE): {wape.Night:0.000} by night, {wape.Week:0.000} by week, {wape.All:0.000} over 30 nights"));
        }

        if (estimates)
        {
            Write(report.EstimateByMonth);
        }
    }

    private static void Write(IReadOnlyDictionary<string, MonthEstimate> months)
    {
        Console.WriteLine("  month     questions  expected  cancelled   AUC est.  real (95 %)               Brier est. real (95 %)");
        foreach (var (month, e) in months)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {month[..7]}  {e.Rows,10}  {e.MeanP,8:0.000}  {e.Base,9:0.000}   {e.EstimatedAuc:0.000} {Sign(e.AucHolds)}   {e.Auc.Value:0.000} ({e.Auc.Low:0.000} to {e.Auc.High:0.000})   {e.EstimatedBrier:0.000} {Sign(e.BrierHolds)}   {e.Brier.Value:0.000} ({e.Brier.Low:0.000} to {e.Brier.High:0.000})"));
        }

        static char Sign(bool holds) => holds ? ' ' : '*';
    }

    private sealed class Told(IProgress<WorkProgress> progress) : IProgress<string>
    {
        public void Report(string value) => progress.Report(new WorkProgress(value));
    }
}
