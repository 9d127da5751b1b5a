using System.CommandLine;
using System.Globalization;
using System.Text;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Registry;
using HotelCancellation.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel validate</c>: may this file be trained on? Needs no storage.</summary>
internal static class ValidateCommand
{
    private static readonly Option<FileInfo> Data = Cli.Options.Data(required: true);
    private static readonly Option<FileInfo?> Mapping = Cli.Options.Mapping();
    private static readonly Option<FileInfo?> Page = new("--report") { Description = "Where to write the report as one HTML page that needs nothing else.", HelpName = "FILE.html" };
    private static readonly Option<DirectoryInfo?> Quarantine = new("--quarantine") { Description = "The folder for rejected rows. Default: quarantine.", HelpName = "DIR" };
    private static readonly Option<DateOnly?> Today = Cli.Options.Date("--today", "The day that freshness is measured from. Default: today.");
    private static readonly Option<DirectoryInfo?> History = new("--history") { Description = "The folder where runs leave their profiles for the next one to be compared with. Default: validation-history.", HelpName = "DIR" };
    private static readonly Option<string?> Source = new("--source") { Description = "What the file is one of, such as a property: runs of one source are compared. Default: the file's name.", HelpName = "NAME" };
    private static readonly Option<string?> Model = new("--model") { Description = "Compare with what a model has seen: a folder with its files, or of a registered one champion, challenger or m-....", HelpName = "DIR|VERSION" };
    private static readonly Option<bool> Json = new("--json") { Description = "Write the whole report as one line of JSON, and nothing else, to standard output." };
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        var command = new Command("validate", "Check a file of past bookings as training would, and the file as a whole: events given twice, age, days with too few or many rows, rows that a request could not have, fields that have moved since the last run or that a model has never seen. Ends with 1 when it is found wanting.")
        {
            Data, Mapping, Page, Quarantine, History, Source, Model, Today, Json, Quiet, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var (reporter, data) = (new Reporter(parsed.GetValue(Quiet)), parsed.GetRequiredValue(Data));
        var reading = await Cli.Options.ReadAsync(parsed.GetValue(Mapping), cancellationToken);
        var (validator, options) = (services.GetRequiredService<BookingValidator>(), services.GetRequiredService<IOptions<ValidationOptions>>().Value);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        ModelSchema? schema = null;
        if (parsed.GetValue(Model) is { } model)
        {
            var load = await NamedModel.LoadAsync(services, model, cancellationToken);
            if (load.Bundle is not { } bundle)
            {
                await Console.Error.WriteLineAsync(load.Refusal);
                return ExitCode.Refused;
            }

            schema = ModelSchemas.Of(bundle);
        }

        var history = new FileRunHistory(parsed.GetValue(History)?.FullName ?? Path.Combine(Environment.CurrentDirectory, "validation-history"));
        var source = parsed.GetValue(Source) ?? data.Name;
        using var collector = new ReportCollector(
            validator, ValidationMode.History, options, await history.ReadAsync(source, RunProfile.UsualRuns, cancellationToken), schema);
        var quarantine = new FileQuarantine(parsed.GetValue(Quarantine)?.FullName ?? Path.Combine(Environment.CurrentDirectory, "quarantine"));
        var run = new ValidationRun($"validate-{now:yyyyMMdd'T'HHmmssfff}", validator, ValidationMode.History, options, quarantine, collector);
        await reporter.RunAsync("Validating", async progress =>
        {
            await using var input = data.OpenRead();
            await foreach (var booking in run.AcceptAsync(BookingReader.ReadAsync(input, reading, cancellationToken), cancellationToken))
            {
                if (run.Read % 5000 == 0)
                {
                    progress.Report(new WorkProgress("reading", (double)input.Position / input.Length));
                }
            }

            return 0;
        });
        var report = collector.Build(run.Summary, data.Name, now, parsed.GetValue(Today) ?? DateOnly.FromDateTime(now.UtcDateTime));
        if (parsed.GetValue(Page) is { } page)
        {
            await File.WriteAllTextAsync(page.FullName, ReportPage.Write(report), new UTF8Encoding(false), cancellationToken);
        }

        if (parsed.GetValue(Json))
        {
            JsonLine.Write(report);
        }

        // What was found wanting is no measure of the next one.
        if (report.Success && collector.Profile(run.Summary, source, now) is { } profile)
        {
            await history.KeepAsync(profile, cancellationToken);
        }

        Tell(report, parsed.GetValue(Page), reporter);
        return report.Success ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Tell(ValidationReport report, FileInfo? page, Reporter reporter)
    {
        ValidationText.Write(report.Summary, reporter);
        foreach (var check in report.Checks)
        {
            reporter.Line($"  {check.Status.ToString().ToLower(CultureInfo.InvariantCulture),-8}{check.Name}: {check.Message}");
        }

        if (page is not null)
        {
            reporter.Line($"The report is in {page.FullName}");
        }

        reporter.Line(report.Success ? $"{report.Source} may be trained on." : $"{report.Source} is found wanting. {report.Summary.StopReason}");
    }
}
