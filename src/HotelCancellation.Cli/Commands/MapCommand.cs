using System.CommandLine;
using System.Globalization;
using HotelCancellation.Bookings.Mapping;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel map</c>: proposes how to read a hotel's own file.</summary>
internal static class MapCommand
{
    private static readonly Option<FileInfo> Data = Cli.Options.Data(required: true);
    private static readonly Option<FileInfo?> Out = new("--out", "-o") { Description = "Where to write the mapping; standard output without it.", HelpName = "FILE" };
    private static readonly Option<int> Rows = new("--rows") { Description = "How many rows to look at.", HelpName = "N", DefaultValueFactory = _ => MappingProposer.UsualRows };
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();

    public static Command Create()
    {
        var command = new Command("map", "Propose a mapping for a CSV file with other columns, from their names and the values of the first rows. What only the hotel can know is asked: edit the mapping, set \"confirmed\": true. Ends with 1 while questions are open.")
        {
            Data, Out, Rows, Json, Quiet,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Rows) is < 1 or > 1_000_000)
        {
            await Console.Error.WriteLineAsync($"--rows {parsed.GetValue(Rows)}: must be 1 to 1000000.");
            return ExitCode.Usage;
        }

        await using var input = parsed.GetRequiredValue(Data).OpenRead();
        var mapping = await MappingProposer.ProposeAsync(input, parsed.GetValue(Rows), cancellationToken);
        var (text, file) = (MappingWriter.Write(mapping), parsed.GetValue(Out));
        if (file is not null)
        {
            await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
        }

        var open = mapping.OpenQuestions.ToList();
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new
            {
                Mapping = file?.FullName,
                Ready = open.Count == 0,
                Fields = mapping.Fields.Select(f => new { Field = f.Key, Source = Source(f.Value), f.Value.Confidence, f.Value.Note }),
                Questions = open.Select(q => new { q.Field, q.Question.Asks, q.Question.Text, q.Question.Candidates }),
                mapping.UnusedColumns,
            });
        }
        else if (file is null)
        {
            Console.Write(text);
        }

        Tell(mapping, open, file, new Reporter(parsed.GetValue(Quiet)));
        return open.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Tell(BookingMapping mapping, List<(string Field, MappingQuestion Question)> open, FileInfo? file, Reporter reporter)
    {
        foreach (var (name, rule) in mapping.Fields)
        {
            var sure = (rule.Confidence ?? 1).ToString("0%", CultureInfo.InvariantCulture);
            reporter.Line($"  {name,-28}{sure,4}  {Source(rule)}{(rule.Format is { } format ? $" ({format})" : "")}");
        }

        if (mapping.UnusedColumns.Count > 0)
        {
            reporter.Line($"  not used: {string.Join(", ", mapping.UnusedColumns)}");
        }

        foreach (var (field, question) in open)
        {
            reporter.Line($"? {field}: {question.Text}");
        }

        reporter.Line(open.Count == 0
            ? $"Nothing is open. Next: hotelcancel validate --data FILE --mapping {file?.Name ?? "MAP"}"
            : $"{open.Count} open. Answer in the mapping ({string.Join(", ", open.Select(q => q.Question.Asks).Distinct())}) and set \"confirmed\": true there.");
    }

    private static string Source(FieldRule rule) =>
        rule.Columns.Count > 0 ? string.Join(" or ", rule.Columns)
        : rule.Parts is { } p ? $"{p.Year}, {p.Month}, {p.Day}"
        : rule.DaysBeforeArrival is { } days ? $"{days} before arrival"
        : (rule.Nights ?? rule.Departure) is { } nights ? $"{nights}, by the calendar"
        : rule.SameAs is { } other ? $"as {other}"
        : rule.RowNumber ? "the row's number"
        : rule.Default is { } value ? $"always {value}" : "asked";
}
