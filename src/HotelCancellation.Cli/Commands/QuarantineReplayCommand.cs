using System.CommandLine;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel quarantine replay</c>: judges quarantined rows again, as they are or mended; what is accepted now goes to a file.</summary>
internal static class QuarantineReplayCommand
{
    private static readonly Option<FileInfo?> Data = CreateData();
    private static readonly Option<FileInfo?> Mapping = Cli.Options.Mapping();
    private static readonly Option<FileInfo?> Out = new("--out", "-o") { Description = "A file of NDJSON that accepted rows are added to; those that it has are not added again.", HelpName = "FILE" };
    private static readonly Option<string> By = Cli.Options.By();
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        var command = new Command("replay", "Judge the rows of a quarantine again, as they are or as --data has them mended, and say what is accepted now and what is still refused. Ends with 1 when something is.")
        {
            QuarantineCommand.Quarantine, Data, Mapping, Out, By, Json, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Option<FileInfo?> CreateData()
    {
        var option = new Option<FileInfo>("--data", "-d") { Description = "The mended rows: CSV, NDJSON or a JSON array. Without it the rows are judged as they are, such as with other expectations.", HelpName = "FILE" };
        return option.AcceptExistingOnly()!;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var (file, validator, options) = (parsed.GetRequiredValue(QuarantineCommand.Quarantine), services.GetRequiredService<BookingValidator>(), services.GetRequiredService<IOptions<ValidationOptions>>().Value);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var index = new QuarantineIndex();
        await foreach (var row in QuarantineFolder.ReadAsync(file, cancellationToken))
        {
            index.Add(row);
        }

        await using var input = parsed.GetValue(Data)?.OpenRead();
        var rows = input is null
            ? QuarantineFolder.ReadAsync(file, cancellationToken).Select(r => r.Again())
            : BookingReader.ReadAsync(input, await Cli.Options.ReadAsync(parsed.GetValue(Mapping), cancellationToken), cancellationToken).Select(index.WithGuest);
        var run = new ValidationRun($"replay-{now:yyyyMMdd'T'HHmmssfff}", validator, ValidationMode.History, options, new FileQuarantine(file.DirectoryName!));
        var seen = await SeenAsync(parsed.GetValue(Out), cancellationToken);
        long accepted = 0, duplicates = 0;
        await using (var output = parsed.GetValue(Out) is { } target ? new FileStream(target.FullName, FileMode.Append, FileAccess.Write) : Stream.Null)
        {
            await using var writer = new BookingJsonWriter(output);
            await foreach (var each in run.AcceptAsync(rows, cancellationToken))
            {
                if (!seen.Add(Identity(each)))
                {
                    duplicates++;
                    continue;
                }

                accepted++;
                await writer.WriteAsync(each, cancellationToken);
            }
        }

        var record = new ReplayRecord
        {
            At = now,
            By = parsed.GetRequiredValue(By),
            Corrected = input is not null,
            Complete = true,
            Accepted = accepted,
            Duplicates = duplicates,
            Refused = run.Summary.Rejected,
            Quarantine = run.Summary.Quarantine,
        };
        await QuarantineFolder.NoteAsync(file, record, cancellationToken);
        Tell(record, run.Summary, parsed.GetValue(Json));
        return record.Refused > 0 ? ExitCode.Refused : ExitCode.Done;
    }

    private static (PropertyId, BookingId, EventKey) Identity(BookingEvent booking) => (booking.Booking.PropertyId, booking.Booking.BookingId, EventKey.Of(booking));

    /// <summary>The events that a file of accepted rows has already.</summary>
    private static async Task<HashSet<(PropertyId, BookingId, EventKey)>> SeenAsync(FileInfo? file, CancellationToken cancellationToken)
    {
        var seen = new HashSet<(PropertyId, BookingId, EventKey)>();
        if (file is { Exists: true, Length: > 0 })
        {
            await using var stream = file.OpenRead();
            await foreach (var row in BookingReader.ReadAsync(stream, new BookingReadOptions { Format = BookingFormat.NdJson }, cancellationToken))
            {
                if (row.Event is { } booking)
                {
                    seen.Add(Identity(booking));
                }
            }
        }

        return seen;
    }

    private static void Tell(ReplayRecord record, ValidationSummary summary, bool json)
    {
        if (json)
        {
            JsonLine.Write(new { record.Accepted, record.Duplicates, record.Refused, Rules = summary.Rules.Where(r => r.Severity == Severity.Reject), record.Quarantine, record.By, record.At });
            return;
        }

        Console.WriteLine($"{record.Accepted} rows accepted now, {record.Duplicates} there before, {record.Refused} still refused.");
        foreach (var rule in summary.Rules.Where(r => r.Severity == Severity.Reject))
        {
            Console.WriteLine($"  {rule.Rows} rows: {rule.Rule}{(rule.Field.Length > 0 ? $" ({rule.Field})" : "")}");
        }

        if (record.Quarantine is { } place)
        {
            Console.WriteLine($"  They are in {place}");
        }
    }
}
