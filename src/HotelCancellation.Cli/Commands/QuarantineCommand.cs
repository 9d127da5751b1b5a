using System.CommandLine;
using System.Text.Json;
using HotelCancellation.Validation;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel quarantine</c>: looks at the rows that runs on this machine have rejected, and sends them again. Needs no storage.</summary>
internal static class QuarantineCommand
{
    internal static readonly Option<FileInfo> Quarantine = CreateQuarantine();
    private static readonly Option<DirectoryInfo?> Folder = new("--folder") { Description = "The folder with the quarantines. Default: quarantine.", HelpName = "DIR" };
    private static readonly Option<int> Limit = new("--limit") { Description = "The most rows that are shown.", HelpName = "N", DefaultValueFactory = _ => 100 };
    private static readonly Option<bool> Json = Cli.Options.Json();

    public static Command Create()
    {
        var list = new Command("list", "List the quarantines of a folder, with the rules that were broken.") { Folder, Json };
        list.SetAction(ListAsync);
        var show = new Command("show", "Show the rows of one with what is wrong with each, without guests. The JSON of a row can be mended and sent again.") { Quarantine, Limit, Json };
        show.SetAction(ShowAsync);
        return new Command("quarantine", "Look at rejected rows, mend them and send them again. Those that hosts have in storage are under /api/v1/quarantine.") { list, show, QuarantineReplayCommand.Create() };
    }

    private static Option<FileInfo> CreateQuarantine()
    {
        var option = new Option<FileInfo>("--quarantine") { Description = "The quarantine, as validate and train name it.", HelpName = "FILE", Required = true };
        return option.AcceptExistingOnly();
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(Folder) ?? new DirectoryInfo(Path.Combine(Environment.CurrentDirectory, "quarantine"));
        var any = false;
        await foreach (var each in QuarantineFolder.ListAsync(folder, cancellationToken))
        {
            any = true;
            if (parsed.GetValue(Json))
            {
                JsonLine.Write(new { File = each.File.FullName, each.Rows, Rules = each.Rules.ToDictionary(StringComparer.Ordinal), each.Replays });
            }
            else
            {
                Console.WriteLine($"{each.File.Name}  {each.Rows} rows  {string.Join(", ", each.Rules.Take(5).Select(r => $"{r.Key} ({r.Value})"))}{(each.Replays > 0 ? $"  sent again {each.Replays} times" : "")}");
            }
        }

        if (!any)
        {
            await Console.Error.WriteLineAsync($"There is no quarantine in {folder.FullName}.");
        }

        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, limit) = (parsed.GetRequiredValue(Quarantine), parsed.GetValue(Limit));
        if (limit < 1)
        {
            await Console.Error.WriteLineAsync($"--limit {limit}: must be 1 or more.");
            return ExitCode.Usage;
        }

        long rows = 0;
        await foreach (var row in QuarantineFolder.ReadAsync(file, cancellationToken))
        {
            if (++rows <= limit)
            {
                Show(row.WithoutGuest(), parsed.GetValue(Json));
            }
        }

        foreach (var replay in parsed.GetValue(Json) ? [] : await QuarantineFolder.ReplaysAsync(file, cancellationToken))
        {
            Console.WriteLine(FormattableString.Invariant($"sent again {replay.At:yyyy-MM-dd HH:mm} by {replay.By}: {replay.Accepted} accepted, {replay.Duplicates} there before, {replay.Refused} refused"));
        }

        if (rows > limit)
        {
            await Console.Error.WriteLineAsync($"{rows - limit} rows more; see --limit.");
        }

        return ExitCode.Done;
    }

    private static void Show(QuarantinedRow row, bool json)
    {
        if (json)
        {
            JsonLine.Write(new { row.Row, row.PropertyId, row.BookingId, Booking = row.Booking is { } b ? JsonSerializer.Deserialize<JsonElement>(b) : (JsonElement?)null, Reasons = row.Faults });
            return;
        }

        Console.WriteLine($"row {row.Row}{(row.BookingId is { } id ? $", booking {id} of {row.PropertyId}" : "")}");
        foreach (var fault in row.Faults)
        {
            Console.WriteLine($"  {(fault.Field.Length > 0 ? $"{fault.Field} " : "")}{fault.Message}{(fault.Value is { } value ? $"; got '{value}'" : "")} ({fault.Rule})");
        }

        if (row.Booking is { } booking)
        {
            Console.WriteLine($"  {booking}");
        }
    }
}
