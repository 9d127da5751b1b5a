using System.CommandLine;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel score</c>: predictions for a file of bookings, the same as the API's.</summary>
internal static class ScoreCommand
{
    private static readonly Option<FileInfo> Data = Cli.Options.Data(required: true);
    private static readonly Option<FileInfo?> Mapping = Cli.Options.Mapping();
    private static readonly Option<string> Model = new("--model") { Description = "A version (m-...), champion or challenger, or a folder with the files of one.", HelpName = "VERSION|DIR", DefaultValueFactory = _ => ModelAlias.Champion };
    private static readonly Option<DateOnly?> AsOf = Cli.Options.Date("--as-of", "The day that all bookings are asked about. Without it: today, or the nearest day of each booking's life.");
    private static readonly Option<bool> Explain = new("--explain") { Description = "Say why: baseline, reasons and calibration term." };
    private static readonly Option<FileInfo?> Out = new("--out", "-o") { Description = "Where to write the predictions; standard output without it.", HelpName = "FILE" };
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();
    private static readonly Option<bool> Json = new("--json") { Description = "Accepted for uniformity: the result is always NDJSON, one prediction or error a line." };

    public static Command Create()
    {
        var command = new Command("score", "Predict every booking of a file with a registered model; NDJSON out, in the order of the input. A refused row is a line with its errors; the exit code is 1 only where every row was refused.")
        {
            Data, Mapping, Model, AsOf, Explain, Out, Json, Quiet, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(WithPatience(parsed.GetValue(Set) ?? []));
        var (bundle, refusal) = await NamedModel.LoadAsync(services, parsed.GetRequiredValue(Model), cancellationToken);
        if (bundle is null)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ExitCode.Refused;
        }

        var gate = services.GetRequiredService<BookingGate>();
        var request = new BulkRequest { AsOf = parsed.GetValue(AsOf), Explain = parsed.GetValue(Explain), Judge = gate.Judge };
        var reading = await Cli.Options.ReadAsync(parsed.GetValue(Mapping), cancellationToken);
        long good = 0, bad = 0;
        await using var output = parsed.GetValue(Out) is { } file ? File.Create(file.FullName) : Console.OpenStandardOutput();
        using var writer = new ScoreWriter(output);
        await using var input = parsed.GetRequiredValue(Data).OpenRead();
        var reporter = new Reporter(parsed.GetValue(Quiet) || parsed.GetValue(Out) is null);
        await reporter.RunAsync("Scoring", async progress =>
        {
            var rows = BookingReader.ReadAsync(input, reading, cancellationToken);
            await foreach (var line in services.GetRequiredService<BulkPredictor>().PredictAsync(bundle, rows, request, cancellationToken))
            {
                await writer.WriteAsync(line, cancellationToken);
                good += line.Prediction is null ? 0 : 1;
                bad += line.Prediction is null ? 1 : 0;
                if (line.RowNumber % 5000 == 0)
                {
                    progress.Report(new WorkProgress("predicting", (double)input.Position / input.Length));
                }
            }

            await writer.FlushAsync(cancellationToken);
            return 0;
        });
        if (!parsed.GetValue(Quiet))
        {
            await Console.Error.WriteLineAsync($"{good} predictions by {bundle.Version}, {bad} rows refused.");
        }

        return good == 0 && bad > 0 ? ExitCode.Refused : ExitCode.Done;
    }

    /// <summary>Nobody waits for one row of a file, so that storage gets time to answer before a row is scored without the bookings around it.</summary>
    private static string[] WithPatience(string[] settings)
    {
        const string Timeout = "Features:ReadTimeoutMilliseconds";
        return Array.Exists(settings, s => s.StartsWith($"{Timeout}=", StringComparison.OrdinalIgnoreCase)) ? settings : [.. settings, $"{Timeout}=60000"];
    }
}
