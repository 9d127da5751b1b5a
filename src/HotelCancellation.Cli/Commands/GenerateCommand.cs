using System.CommandLine;
using System.Globalization;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Simulation;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel generate</c>: bookings of a simulated hotel group.</summary>
internal static class GenerateCommand
{
    private static readonly GeneratorOptions Defaults = new();
    private static readonly Option<FileInfo?> Out = new("--out", "-o") { Description = "Where to write; .ndjson or .json for NDJSON, anything else CSV. Standard output (CSV) without it.", HelpName = "FILE" };
    private static readonly Option<int> Properties = new("--properties") { Description = "Hotels, 1 to 500.", HelpName = "N", DefaultValueFactory = _ => Defaults.Properties };
    private static readonly Option<double> PerDay = new("--bookings-per-day") { Description = "Bookings made on an average day at an average hotel, 0.1 to 10000.", HelpName = "N", DefaultValueFactory = _ => Defaults.BookingsPerDay };
    private static readonly Option<DateOnly?> From = Cli.Options.Date("--from", $"The first day of booking. Default: {Defaults.From:yyyy-MM-dd}.");
    private static readonly Option<int> Days = new("--days") { Description = "Days on which bookings are made, 1 to 36500.", HelpName = "N", DefaultValueFactory = _ => Defaults.Days };
    private static readonly Option<DateOnly?> Horizon = Cli.Options.Date("--horizon", "The day the bookings are looked at; what happens later is not told. Without it every outcome is.");
    private static readonly Option<long> Seed = new("--seed") { Description = "Chooses the hotels and all that happens.", HelpName = "N", DefaultValueFactory = _ => Defaults.Seed };
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();

    public static Command Create()
    {
        var command = new Command("generate", "Write bookings of a simulated hotel group, with their outcomes. The same options give the same bytes on every machine.")
        {
            Out, Properties, PerDay, From, Days, Horizon, Seed, Json, Quiet,
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Writes the bookings; returns how many.</summary>
    internal static async Task<long> WriteAsync(GeneratorOptions options, Stream stream, bool ndjson, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        await using BookingWriter writer = ndjson ? new BookingJsonWriter(stream) : new BookingCsvWriter(stream);
        foreach (var booking in new BookingGenerator(options).Events())
        {
            await writer.WriteAsync(booking, cancellationToken);
            if (writer.Count % 5000 == 0)
            {
                progress?.Report(new WorkProgress("writing", (double)(booking.Booking.BookedOn.DayNumber - options.From.DayNumber) / options.Days));
            }
        }

        return writer.Count;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new GeneratorOptions
        {
            Properties = parsed.GetValue(Properties),
            BookingsPerDay = parsed.GetValue(PerDay),
            From = parsed.GetValue(From) ?? Defaults.From,
            Days = parsed.GetValue(Days),
            HorizonDate = parsed.GetValue(Horizon),
            Seed = parsed.GetValue(Seed),
        };
        if (options.Problems() is { Count: > 0 } problems)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, problems));
            return ExitCode.Usage;
        }

        var file = parsed.GetValue(Out);
        if (file is null && parsed.GetValue(Json))
        {
            await Console.Error.WriteLineAsync("--json describes the file that was written; give --out FILE.");
            return ExitCode.Usage;
        }

        // Written beside the target and moved there at the end, so that a file is never half of one.
        var partial = file is null ? null : $"{file.FullName}.partial";
        long count;
        await using (var stream = partial is null ? Console.OpenStandardOutput() : File.Create(partial))
        {
            var ndjson = file?.Extension is ".ndjson" or ".json" or ".jsonl";
            count = await new Reporter(parsed.GetValue(Quiet)).RunAsync("Generating", progress => WriteAsync(options, stream, ndjson, progress, cancellationToken));
        }

        if (file is not null)
        {
            File.Move(partial!, file.FullName, overwrite: true);
            if (parsed.GetValue(Json))
            {
                JsonLine.Write(new { Path = file.FullName, Bookings = count, options.Properties, options.From, options.To, options.Seed });
            }
            else
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} bookings in {file.FullName}"));
            }
        }

        return ExitCode.Done;
    }
}
