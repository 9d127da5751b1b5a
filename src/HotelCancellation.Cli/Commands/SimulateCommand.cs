using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HotelCancellation.Monitoring;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Simulation;
using HotelCancellation.Simulation.Running;
using HotelCancellation.Training;
using HotelCancellation.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel simulate</c>: whether monitoring finds what it should, and nothing else.</summary>
internal static class SimulateCommand
{
    private const int ReplayDays = 365;
    private static readonly DateOnly ReplayFrom = new(2016, 7, 1);
    private static readonly WatchOptions Defaults = new();
    private static readonly string[] Kinds = ["none", .. Enum.GetNames<DriftKind>().Select(n => n.ToLowerInvariant())];

    /// <summary>A training of seconds: what is watched is monitoring, not how good the model is.</summary>
    private static readonly string[] Training =
        ["Training:Trees=80", "Training:LearningRate=0.1", "Training:Leaves=31", "Training:HazardTrees=40", "Training:SnapshotStepDays=42", "Monitoring:ScheduleDays=0"];

    private static readonly Option<int> Days = new("--days") { Description = "Days to watch, 1 to 3650.", HelpName = "N", DefaultValueFactory = _ => Defaults.Days };
    private static readonly Option<string> Drift = new("--drift")
    {
        Description = "What changes: none, price (+15 %), mix (15 % of the bookings go from Online TA to Direct), agent (a new one with 10 % of the bookings and twice the hazard), behaviour (hazard times 1.4), feed (30 % of the agents missing).",
        HelpName = string.Join('|', Kinds),
        DefaultValueFactory = _ => Kinds[0],
    };

    private static readonly Option<double?> Size = new("--size") { Description = "Another size of the change, as in hotelcancel generate --drift.", HelpName = "SIZE" };
    private static readonly Option<int> Onset = new("--onset") { Description = "The day from which on it has changed, counted from the first that is watched.", HelpName = "D", DefaultValueFactory = _ => Defaults.Onset };
    private static readonly Option<int> Properties = new("--properties") { Description = "Hotels, 1 to 500.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> PerDay = new("--bookings-per-day")
    {
        Description = "Bookings made on an average day at each hotel: one number, a list such as 5,40,200, or a range such as 5-200, over which the hotels are spread evenly in ratio.",
        HelpName = "N|N-N|N,N,...",
        DefaultValueFactory = _ => "100",
    };

    private static readonly Option<int> History = new("--history") { Description = "Days of history that the model learns from, 60 to 3650. Seasons need 500.", HelpName = "N", DefaultValueFactory = _ => Defaults.HistoryDays };
    private static readonly Option<long> Seed = new("--seed") { Description = "Chooses the hotels and all that happens.", HelpName = "N", DefaultValueFactory = _ => Defaults.Seed };
    private static readonly Option<bool> Loop = new("--loop") { Description = "Close the loop: what monitoring decides is trained, put before the promotion gate and let in; beside it the first model answers the same questions." };
    private static readonly Option<FileInfo?> Data = DataOption();
    private static readonly Option<FileInfo?> Mapping = Cli.Options.Mapping();
    private static readonly Option<DateOnly?> From = Cli.Options.Date("--from", "With --data: the first day that the first model answers on. Default: 2016-07-01.");
    private static readonly Option<FileInfo?> Out = new("--out", "-o") { Description = "Where to write every day's report, as NDJSON.", HelpName = "FILE" };
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        Drift.AcceptOnlyFromAmong(Kinds);
        var command = new Command("simulate",
            "Watch simulated hotels on accelerated time, to see whether monitoring finds a change and nothing else. A model is trained on their history by the real trainer (80 trees of 31 leaves, snapshots every "
            + "42 days, unless --set says otherwise); then each day's events, some late and some twice, go through validation, folding, features, scorer, daily counts, judges and triggers, in one process without storage. "
            + "The model stays, whatever is triggered, and no schedule asks. Hotels of more than 200 bookings a day together are divided into groups with a model each. "
            + "Triggers are counted when they begin, before cool-down and budget. With --loop what is decided is trained and let in if the promotion gate lets it, and the first model answers the same questions beside it; "
            + "with --data that is done with the bookings of a file by date, trained and scheduled as in production.")
        {
            Days, Drift, Size, Onset, Properties, PerDay, History, Seed, Loop, Data, Mapping, From, Out, Json, Quiet, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var set = parsed.GetValue(Set) ?? [];
        if (parsed.GetValue(Data) is { } data)
        {
            // A real stream: trained as in production, on the schedule of production.
            await using var real = CliServices.Build(set);
            var histories = await Cli.HistoryFile.ReadAsync(real, "simulate", data, parsed.GetValue(Mapping), cancellationToken);
            return await SimulateLoop.RunAsync(real, histories, parsed.GetValue(From) ?? ReplayFrom, parsed.GetResult(Days) is { Implicit: false } ? parsed.GetValue(Days) : ReplayDays, parsed.GetValue(Json), parsed.GetValue(Quiet), cancellationToken);
        }

        string[] settings = [.. Training.Where(t => !set.Any(s => s.StartsWith(t[..(t.IndexOf('=', StringComparison.Ordinal) + 1)], StringComparison.OrdinalIgnoreCase))), .. set];
        await using var services = CliServices.Build(settings);
        if (SizesArgument.Parse(parsed.GetRequiredValue(PerDay), parsed.GetValue(Properties)) is not { } sizes)
        {
            await Console.Error.WriteLineAsync($"--bookings-per-day {parsed.GetValue(PerDay)}: must be a number, two with a hyphen between, or {parsed.GetValue(Properties)} with commas between.");
            return ExitCode.Usage;
        }

        var kind = parsed.GetRequiredValue(Drift);
        var options = new WatchOptions
        {
            Days = parsed.GetValue(Days),
            Drift = kind == Kinds[0] ? null : Enum.Parse<DriftKind>(kind, ignoreCase: true),
            Size = parsed.GetValue(Size),
            Onset = parsed.GetValue(Onset),
            BookingsPerDay = sizes,
            HistoryDays = parsed.GetValue(History),
            Seed = parsed.GetValue(Seed),
        };
        if (options.Problems() is { Count: > 0 } problems)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, problems));
            return ExitCode.Usage;
        }

        if (parsed.GetValue(Loop))
        {
            return await SimulateLoop.RunAsync(services, options.Histories(), options.From, options.Days, parsed.GetValue(Json), parsed.GetValue(Quiet), cancellationToken);
        }

        var started = Stopwatch.GetTimestamp();
        var run = new WatchRun(
            options, services.GetRequiredService<IOptions<TrainingOptions>>().Value, services.GetRequiredService<IOptions<MonitoringOptions>>().Value,
            services.GetRequiredService<BookingValidator>(), services.GetRequiredService<TimeProvider>());
        await using var output = parsed.GetValue(Out) is { } file ? new StreamWriter(file.FullName) : null;
        var result = await new Reporter(parsed.GetValue(Quiet)).RunAsync(
            "Simulating",
            progress => Task.Run(() => run.Run(new Told(progress), output is null ? null : r => output.WriteLine(JsonSerializer.Serialize(r, MonitoringJson.Options)), cancellationToken), cancellationToken));
        Write(SimulateLine.Of(result, kind, Stopwatch.GetElapsedTime(started).TotalSeconds), parsed.GetValue(Json));
        return ExitCode.Done;
    }

    private static void Write(SimulateLine line, bool json)
    {
        if (json)
        {
            JsonLine.Write(line);
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {line.Properties} hotels, {line.Days} days, {line.Predictions} bookings predicted, in {line.Seconds:0} s
              {(line.Drift == Kinds[0] ? "nothing changed" : $"{line.Drift} changed on day {line.Onset}, {(line.DetectionDelayDays is { } delay ? $"named {delay} days later" : "and it was not found")}")}
              triggers before that: {line.TriggersBeforeOnset} ({line.FalseTriggersPerPropertyYear:0.000} a hotel and year), all: {line.Triggers.Count}; data alarms: {line.DataAlarms.Count}
            """));
        foreach (var trigger in line.Triggers)
        {
            Console.WriteLine($"  day {trigger.Day}: {string.Join(", ", trigger.Findings)}: {trigger.Details.FirstOrDefault()}");
        }

        foreach (var alarm in line.DataAlarms)
        {
            Console.WriteLine($"  day {alarm.Day}: data of {alarm.Property ?? "all hotels"}: {alarm.Reasons.FirstOrDefault()}");
        }
    }

    private sealed class Told(IProgress<WorkProgress> progress) : IProgress<(string Stage, double Share)>
    {
        public void Report((string Stage, double Share) value) => progress.Report(new WorkProgress(value.Stage, value.Share));
    }

    private static Option<FileInfo?> DataOption()
    {
        var option = Cli.Options.Data(required: false);
        option.Description += " Streamed by date, with the loop and without it.";
        return option!;
    }
}
