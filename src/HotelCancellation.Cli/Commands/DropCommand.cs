using System.CommandLine;
using HotelCancellation.Validation.Drops;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel drop</c>: files of bookings in the container <c>drop</c>.</summary>
internal static class DropCommand
{
    private static readonly Argument<FileInfo> Dropped = new Argument<FileInfo>("file") { Description = "CSV, NDJSON or a JSON array of booking events; name.lives.csv where each row is a booking's whole life." }.AcceptExistingOnly();
    private static readonly Option<string?> As = new("--as") { Description = "Its name in the container, such as hotel-1/2026-11-28.csv. Without it, the file's own.", HelpName = "NAME" };
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        var put = new Command("put", "Drop a file, for a host to take in, or a folder's mapping.json. One of the same name gives way.") { Dropped, As, Set };
        put.SetAction(PutAsync);
        var take = new Command("take", "Take in what was dropped, in this process, as hosts do by themselves. Exit code 1 where a file was refused or breaks off.") { Json, Quiet, Set };
        take.SetAction(TakeAsync);
        var list = new Command("list", "List the files that are there, with what became of each.") { Json, Set };
        list.SetAction(ListAsync);
        return new Command("drop", "Files of bookings in the container drop: for a hotel that exports files and has no integration.") { put, take, list };
    }

    private static async Task<int> PutAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var file = parsed.GetRequiredValue(Dropped);
        var name = parsed.GetValue(As) ?? file.Name;
        if (name.Length is 0 or > 900 || name.StartsWith('/') || name.Contains("//", StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync($"--as {name}: must be a name such as hotel-1/2026-11-28.csv.");
            return ExitCode.Usage;
        }

        await using var content = file.OpenRead();
        await services.GetRequiredService<BlobDrops>().PutAsync(name, content, cancellationToken);
        Console.WriteLine($"drop/{name}: {file.Length} bytes. A host takes it in by itself; hotelcancel drop list says what became of it.");
        return ExitCode.Done;
    }

    private static async Task<int> TakeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var intake = services.GetRequiredService<DropIntake>();
        var summary = await new Reporter(parsed.GetValue(Quiet)).RunAsync("Taking in", _ => intake.RunAsync(cancellationToken));
        foreach (var file in summary.Files)
        {
            Show(file.File, file.Bytes, file, parsed.GetValue(Json));
        }

        if (summary.Result != DropRunResult.Done)
        {
            await Console.Error.WriteLineAsync("Another process takes files in.");
            return ExitCode.Refused;
        }

        if (summary.Waiting > 0)
        {
            await Console.Error.WriteLineAsync($"{summary.Waiting} files may still grow (Drops:QuietMinutes).");
        }

        return summary.Files.All(f => f.Status == DropStatus.Taken) ? ExitCode.Done : ExitCode.Refused;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        await foreach (var (name, bytes, result) in services.GetRequiredService<BlobDrops>().EntriesAsync(cancellationToken))
        {
            Show(name, bytes, result, parsed.GetValue(Json));
        }

        return ExitCode.Done;
    }

    private static void Show(string name, long bytes, DropResult? result, bool json)
    {
        if (json)
        {
            JsonLine.Write(new { File = name, Bytes = bytes, Status = result?.Status.ToString().ToLowerInvariant() ?? "waiting", result?.Reason, result?.Accepted, result?.Duplicates, result?.Quarantined, result?.QuarantineId });
            return;
        }

        Console.WriteLine(result is null
            ? $"{name}  waiting"
            : $"{name}  {result.Status.ToString().ToLowerInvariant()}  {result.Accepted} accepted, {result.Duplicates} there before, {result.Quarantined} quarantined{(result.Quarantine is { } q ? $" ({q})" : "")}{(result.Reason is { } reason ? $"  {reason}" : "")}");
    }
}
