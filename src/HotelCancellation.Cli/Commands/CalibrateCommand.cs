using System.CommandLine;
using System.Globalization;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Calibrations;
using HotelCancellation.Training;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel calibrate</c>: a model's probabilities corrected by what became of arrivals since it was trained.</summary>
internal static class CalibrateCommand
{
    private static readonly Option<FileInfo?> Data = DataOption();
    private static readonly Option<FileInfo?> Mapping = Cli.Options.Mapping();
    private static readonly Option<string> Model = new("--model") { Description = "A version (m-...), champion or challenger.", HelpName = "VERSION|ALIAS", DefaultValueFactory = _ => ModelAlias.Champion };
    private static readonly Option<bool> Promote = new("--promote") { Description = "Make the new version the champion." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the history.", HelpName = "TEXT", DefaultValueFactory = _ => "calibration refreshed from the command line" };
    private static readonly Option<string> By = Cli.Options.By();
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        var command = new Command("calibrate", "Correct a model's probabilities by what became of arrivals since it was trained, for all and for each property, without training it again. The result is a child version with the same trees.")
        {
            Data, Mapping, Model, Promote, Reason, By, Json, Quiet, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var reporter = new Reporter(parsed.GetValue(Quiet));
        var request = new CalibrationRequest
        {
            Model = parsed.GetRequiredValue(Model),
            Promote = parsed.GetValue(Promote),
            By = parsed.GetRequiredValue(By),
            Reason = parsed.GetRequiredValue(Reason),
        };
        var refresh = services.GetRequiredService<CalibrationRefresh>();
        var outcome = await reporter.RunAsync("Calibrating", async progress =>
        {
            var stages = new StageProgress(progress);
            if (parsed.GetValue(Data) is not { } file)
            {
                return await refresh.RunAsync(request, stages, cancellationToken);
            }

            progress.Report(new WorkProgress("reading"));
            var histories = await HistoryFile.ReadAsync(services, "calibrate", file, parsed.GetValue(Mapping), cancellationToken);
            return await refresh.RunAsync(histories, request, stages, cancellationToken);
        });
        return await ReportAsync(outcome, parsed.GetValue(Json));
    }

    private static async Task<int> ReportAsync(CalibrationOutcome outcome, bool json)
    {
        if (outcome.Manifest is not { } manifest || outcome.Findings is not { } findings)
        {
            await Console.Error.WriteLineAsync(outcome.Refusal);
            return ExitCode.Refused;
        }

        if (outcome.Promotion is { Succeeded: false } failed)
        {
            await Console.Error.WriteLineAsync(failed.Message);
        }

        var (before, after) = (findings.Before.Overall, findings.After.Overall);
        if (json)
        {
            JsonLine.Write(new
            {
                Version = manifest.Version.Value,
                Parent = findings.Parent.Value,
                findings.From,
                findings.MaturedBefore,
                before.N,
                before.Base,
                Before = Metrics(before),
                After = Metrics(after),
                ByProperty = findings.Before.ByProperty.ToDictionary(p => p.Key, p => new { p.Value.N, p.Value.Base, Before = Metrics(p.Value), After = Metrics(findings.After.ByProperty[p.Key]) }, StringComparer.Ordinal),
                CommonIntercept = findings.Common.Intercept,
                Intercepts = findings.ByProperty.ToDictionary(p => p.Key, p => p.Value.Intercept, StringComparer.Ordinal),
                Promoted = outcome.Promotion?.Succeeded ?? false,
            });
        }
        else
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                Model {manifest.Version}, child of {findings.Parent}{(outcome.Promotion?.Succeeded == true ? ", champion" : "")}.
                {before.N} arrivals from {findings.From:yyyy-MM-dd} on, matured before {findings.MaturedBefore:yyyy-MM-dd}: cancelled {before.Base:0.0%}
                  mean probability {before.MeanP:0.0%}, now {after.MeanP:0.0%}   Brier {before.Brier:0.0000}, now {after.Brier:0.0000}
                """));
        }

        return outcome.Promotion is { Succeeded: false } ? ExitCode.Refused : ExitCode.Done;
    }

    private static object Metrics(BinaryMetrics m) => new { m.MeanP, m.Brier, m.LogLoss, m.CalibrationError };

    private static Option<FileInfo?> DataOption()
    {
        var option = Cli.Options.Data(required: false);
        option.Description += " It holds the bookings of before the training too: they say what is known of the bookings around. Without it, all events that were ever taken in.";
        return option!;
    }

    private sealed class StageProgress(IProgress<WorkProgress> progress) : IProgress<string>
    {
        public void Report(string value) => progress.Report(new WorkProgress(value));
    }
}
