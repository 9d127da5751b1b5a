using System.CommandLine;
using System.Globalization;
using HotelCancellation.Platform;
using HotelCancellation.Retraining;
using HotelCancellation.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel train</c>: from a file of bookings to a registered model.</summary>
internal static class TrainCommand
{
    private static readonly Option<FileInfo> Data = Cli.Options.Data(required: true);
    private static readonly Option<FileInfo?> Mapping = Cli.Options.Mapping();
    private static readonly Option<string?> Source = new("--source") { Description = "What the file is one of, such as a property: its rows are compared with the last run's. Default: the file's name.", HelpName = "NAME" };
    private static readonly Option<DateOnly?> Split = Cli.Options.Date("--split", "The plain evaluation of one split: train on bookings that arrive before this day, as they were made, and evaluate on those that arrive on it or later. Without it, the model is trained to be asked as of any day, judged and calibrated by the arrivals of the last Training:EvaluationDays, and trained once more on everything.");
    private static readonly Option<string?> Features = new("--features") { Description = "The features to use, by name with commas between. Columns that are only known later are refused. Default: all that are known on the day asked about and have proved their worth; with --split, those known at booking.", HelpName = "A,B,C" };
    private static readonly Option<int?> Seed = new("--seed") { Description = "The seed of everything random. Default: Training:Seed, 1.", HelpName = "N" };
    private static readonly Option<bool> Promote = new("--promote") { Description = "Make the model the champion." };
    private static readonly Option<bool> NoRegister = new("--no-register") { Description = "Train and evaluate only; needs no storage." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the history.", HelpName = "TEXT", DefaultValueFactory = _ => "trained from the command line" };
    private static readonly Option<string> By = Cli.Options.By();
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        var command = new Command("train", "Validate bookings, train a model, evaluate it on later arrivals, and register it.")
        {
            Data, Mapping, Source, Split, Features, Seed, Promote, NoRegister, Reason, By, Json, Quiet, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(Settings(parsed));
        var reporter = new Reporter(parsed.GetValue(Quiet));
        if (parsed.GetValue(Promote) && parsed.GetValue(NoRegister))
        {
            await Console.Error.WriteLineAsync("--promote needs the registry; leave out --no-register.");
            return ExitCode.Usage;
        }

        // An evaluation with --split is worth having without storage; a model that was to be kept is not.
        var register = !parsed.GetValue(NoRegister);
        if (register && !await services.GetRequiredService<StorageClients>().AnswersAsync(cancellationToken))
        {
            var endpoint = services.GetRequiredService<StorageClients>().BlobEndpoint;
            var message = $"Storage at {endpoint} does not answer. Start it, set Storage__ConnectionString or Storage__AccountName, or give --no-register.";
            if (parsed.GetValue(Split) is null || parsed.GetValue(Promote))
            {
                await Console.Error.WriteLineAsync(message);
                return ExitCode.Refused;
            }

            await Console.Error.WriteLineAsync($"{message} The model is evaluated and not kept.");
            register = false;
        }

        var request = new TrainingRequest
        {
            Source = parsed.GetRequiredValue(Data),
            SourceName = parsed.GetValue(Source),
            Reading = await Cli.Options.ReadAsync(parsed.GetValue(Mapping), cancellationToken),
            Split = parsed.GetValue(Split),
            Register = register,
            Promote = parsed.GetValue(Promote),
            By = parsed.GetRequiredValue(By),
            Reason = parsed.GetRequiredValue(Reason),
        };
        IQuarantine quarantine = register ? services.GetRequiredService<IQuarantine>() : new FileQuarantine(Path.Combine(Environment.CurrentDirectory, "quarantine"));
        var outcome = await reporter.RunAsync("Training", progress =>
            services.GetRequiredService<TrainingRun>().RunAsync(request, quarantine, new StageProgress(progress), cancellationToken));
        return Report(outcome, parsed.GetValue(Json), reporter);
    }

    private static IEnumerable<string> Settings(ParseResult parsed)
    {
        foreach (var setting in parsed.GetValue(Set) ?? [])
        {
            yield return setting;
        }

        if (parsed.GetValue(Seed) is { } seed)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Training:Seed={seed}");
        }

        var features = parsed.GetValue(Features)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        for (var i = 0; i < features.Length; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Training:Features:{i}={features[i]}");
        }
    }

    private static int Report(TrainingOutcome outcome, bool json, Reporter reporter)
    {
        ValidationText.Write(outcome.Validation, reporter);
        foreach (var check in outcome.Report?.Checks.Where(c => c.Status != ReportStatus.Passed) ?? [])
        {
            reporter.Line($"  {check.Status.ToString().ToLower(CultureInfo.InvariantCulture),-8}{check.Name}: {check.Message}");
        }

        if (outcome.Training is not { } training || outcome.Manifest is not { } manifest)
        {
            Console.Error.WriteLine($"Stopped before training: {outcome.Validation.StopReason}");
            return ExitCode.Refused;
        }

        if (outcome.Promotion is { Succeeded: false } failed)
        {
            Console.Error.WriteLine(failed.Message);
        }

        var m = training.Evaluation.Overall;
        if (json)
        {
            JsonLine.Write(TrainReport.Of(outcome));
        }
        else
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                Model {manifest.Version}{(outcome.Registered ? ", registered" : ", not registered")}{(outcome.Promotion?.Succeeded == true ? ", champion" : "")}; trained on {training.RowsTrained} {(training.AsOf is null ? "bookings" : "snapshots of bookings")} in {outcome.Seconds:0.0} s.
                On {m.N} arrivals from {training.Split:yyyy-MM-dd} on, none of them seen in training:
                  AUC {m.Auc:0.0000}   AP {m.Ap:0.0000}   Brier {m.Brier:0.0000}   log loss {m.LogLoss:0.0000}
                  F1 {m.F1AtHalf:0.000} at 0.5, {m.F1Best:0.000} at best   calibration error {m.CalibrationError:0.000}
                  cancelled {m.Base:0.0%}, mean probability {m.MeanP:0.0%}
                """));
        }

        return outcome.Promotion is { Succeeded: false } ? ExitCode.Refused : ExitCode.Done;
    }

    private sealed class StageProgress(IProgress<WorkProgress> progress) : IProgress<string>
    {
        public void Report(string value) => progress.Report(new WorkProgress(value));
    }
}
