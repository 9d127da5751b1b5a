using System.CommandLine;
using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Simulation;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel generate</c>: bookings of a simulated hotel group.</summary>
internal static class GenerateCommand
{
    private static readonly GeneratorOptions Defaults = new();
    private static readonly EventStreamOptions EventDefaults = new();
    private static readonly Option<FileInfo?> Out = new("--out", "-o") { Description = "Where to write; .ndjson or .json for NDJSON, anything else CSV. Standard output (CSV) without it.", HelpName = "FILE" };
    private static readonly Option<int> Properties = new("--properties") { Description = "Hotels, 1 to 500.", HelpName = "N", DefaultValueFactory = _ => Defaults.Properties };
    private static readonly Option<double> PerDay = new("--bookings-per-day") { Description = "Bookings made on an average day at an average hotel, 0.1 to 10000.", HelpName = "N", DefaultValueFactory = _ => Defaults.BookingsPerDay };
    private static readonly Option<DateOnly?> From = Cli.Options.Date("--from", $"The first day of booking. Default: {Defaults.From:yyyy-MM-dd}.");
    private static readonly Option<int> Days = new("--days") { Description = "Days on which bookings are made, 1 to 36500.", HelpName = "N", DefaultValueFactory = _ => Defaults.Days };
    private static readonly Option<DateOnly?> Horizon = Cli.Options.Date("--horizon", "The day the bookings are looked at; what happens later is not told. Without it every outcome is.");
    private static readonly Option<long> Seed = new("--seed") { Description = "Chooses the hotels and all that happens.", HelpName = "N", DefaultValueFactory = _ => Defaults.Seed };
    private static readonly Option<string[]> Drift = new("--drift")
    {
        Description = "A change of the world: price (default size 0.15: +15 %), mix (0.15 of the bookings go from Online TA to Direct), agent (a new one with 0.10 of the bookings and twice the hazard), "
            + "behaviour (hazard times 1.4), feed (0.3 of a column's values missing). ONSET is a date or days after the first day, 60 by default. May be repeated.",
        HelpName = "KIND[:ONSET[:SIZE]]",
        AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<int[]> DriftProperty = new("--drift-property") { Description = "The number of a hotel that the drifts hit, from 1. May be repeated; without it they hit all.", HelpName = "N", AllowMultipleArgumentsPerToken = false };
    private static readonly Option<string> FeedColumn = new("--feed-column") { Description = $"The column that the drift 'feed' loses values of: {string.Join(", ", DriftOptions.Columns)}.", HelpName = "NAME", DefaultValueFactory = _ => "agent" };
    private static readonly Option<bool> Events = new("--events") { Description = "Write the events of each booking's life, in the order in which the hotels send them, and not one row a booking." };
    private static readonly Option<double> Late = new("--late") { Description = "With --events: the share of events that are sent days late, and so out of order, 0 to 1.", HelpName = "SHARE" };
    private static readonly Option<int> LateDays = new("--late-days") { Description = $"With --events: how many days late at most, 1 to {EventStreamOptions.LongestDelayDays}.", HelpName = "N", DefaultValueFactory = _ => EventDefaults.MaxDelayDays };
    private static readonly Option<double> Repeated = new("--repeated") { Description = "With --events: the share of events that are sent twice, with the same id, 0 to 1.", HelpName = "SHARE" };
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();

    public static Command Create()
    {
        var command = new Command("generate", "Write bookings of a simulated hotel group, with their outcomes. The same options give the same bytes on every machine.")
        {
            Out, Properties, PerDay, From, Days, Horizon, Seed, Drift, DriftProperty, FeedColumn, Events, Late, LateDays, Repeated, Json, Quiet,
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Writes the bookings; returns how many.</summary>
    internal static Task<long> WriteAsync(GeneratorOptions options, Stream stream, bool ndjson, IProgress<WorkProgress>? progress, CancellationToken cancellationToken) =>
        WriteAsync(new BookingGenerator(options).Events().Select(e => (e, e.Booking.BookedOn)), options, stream, ndjson, progress, cancellationToken);

    private static async Task<long> WriteAsync(
        IEnumerable<(BookingEvent Event, DateOnly On)> events, GeneratorOptions options, Stream stream, bool ndjson, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        await using BookingWriter writer = ndjson ? new BookingJsonWriter(stream) : new BookingCsvWriter(stream);
        foreach (var (booking, on) in events)
        {
            await writer.WriteAsync(booking, cancellationToken);
            if (writer.Count % 5000 == 0)
            {
                progress?.Report(new WorkProgress("writing", Math.Min(1, (double)(on.DayNumber - options.From.DayNumber) / options.Days)));
            }
        }

        return writer.Count;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var options = new GeneratorOptions
        {
            Properties = parsed.GetValue(Properties),
            BookingsPerDay = parsed.GetValue(PerDay),
            From = parsed.GetValue(From) ?? Defaults.From,
            Days = parsed.GetValue(Days),
            HorizonDate = parsed.GetValue(Horizon),
            Seed = parsed.GetValue(Seed),
            Drifts = ReadDrifts(parsed, problems),
        };
        var sending = new EventStreamOptions
        {
            LateShare = parsed.GetValue(Late),
            MaxDelayDays = parsed.GetValue(LateDays),
            RepeatedShare = parsed.GetValue(Repeated),
            Seed = options.Seed,
        };
        var file = parsed.GetValue(Out);
        problems.AddRange(options.Problems());
        problems.AddRange(Unused(parsed));
        if (parsed.GetValue(Events))
        {
            problems.AddRange(sending.Problems());
        }

        if (file is null && parsed.GetValue(Json))
        {
            problems.Add("--json describes the file that was written; give --out FILE.");
        }

        if (problems.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, problems));
            return ExitCode.Usage;
        }

        // Written beside the target and moved there at the end, so that a file is never half of one.
        var partial = file is null ? null : $"{file.FullName}.partial";
        var counts = parsed.GetValue(Events) ? new EventCounts() : null;
        long count;
        await using (var stream = partial is null ? Console.OpenStandardOutput() : File.Create(partial))
        {
            var ndjson = file?.Extension is ".ndjson" or ".json" or ".jsonl";
            count = await new Reporter(parsed.GetValue(Quiet)).RunAsync("Generating", progress => counts is null
                ? WriteAsync(options, stream, ndjson, progress, cancellationToken)
                : WriteAsync(counts.Count(new BookingEventStream(options, sending).Sent()), options, stream, ndjson, progress, cancellationToken));
        }

        if (file is not null)
        {
            File.Move(partial!, file.FullName, overwrite: true);
            Report(parsed.GetValue(Json), file, options, count, counts);
        }

        return ExitCode.Done;
    }

    private static DriftOptions[] ReadDrifts(ParseResult parsed, List<string> problems)
    {
        var hotels = parsed.GetValue(DriftProperty) is { Length: > 0 } numbers ? numbers : null;
        var drifts = new List<DriftOptions>();
        foreach (var text in parsed.GetValue(Drift) ?? [])
        {
            if (DriftArgument.TryParse(text, out var drift, out var problem))
            {
                drifts.Add(drift with { Properties = hotels, Column = parsed.GetValue(FeedColumn)! });
            }
            else
            {
                problems.Add($"--drift {text}: {problem}.");
            }
        }

        return [.. drifts];
    }

    // An option that would change nothing is a mistake of whoever gave it.
    private static IEnumerable<string> Unused(ParseResult parsed)
    {
        if (!parsed.GetValue(Events))
        {
            foreach (var option in new Option[] { Late, LateDays, Repeated }.Where(o => parsed.GetResult(o) is { Implicit: false }))
            {
                yield return $"{option.Name} is about events; give --events.";
            }
        }

        var drifts = parsed.GetValue(Drift) ?? [];
        if (drifts.Length == 0 && parsed.GetResult(DriftProperty) is { Implicit: false })
        {
            yield return $"{DriftProperty.Name} is about drifts; give --drift.";
        }

        if (parsed.GetResult(FeedColumn) is { Implicit: false } && !drifts.Any(d => d.StartsWith("feed", StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"{FeedColumn.Name} is about the drift 'feed'; give --drift feed.";
        }
    }

    private static void Report(bool json, FileInfo file, GeneratorOptions options, long count, EventCounts? counts)
    {
        if (!json)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(counts is null ? $"{count} bookings" : $"{count} events of {counts.Bookings} bookings")} in {file.FullName}"));
            return;
        }

        // The truth that whoever looks for the drift is measured by.
        var drift = options.Drifts.Select(d => new
        {
            d.Kind,
            Onset = d.Onset(options.From),
            OnsetDay = d.Onset(options.From).DayNumber - options.From.DayNumber,
            Size = d.EffectiveSize,
            Properties = d.Properties?.Select(p => GeneratorOptions.NameOf(p)),
            Column = d.Kind == DriftKind.Feed ? d.Column : null,
        });
        JsonLine.Write(new
        {
            Path = file.FullName,
            Bookings = counts?.Bookings ?? count,
            Events = counts is null ? (long?)null : count,
            counts?.Late,
            counts?.Repeated,
            options.Properties,
            options.From,
            options.To,
            options.Seed,
            Drift = options.Drifts.Count > 0 ? drift : null,
        });
    }

    private sealed class EventCounts
    {
        public long Bookings { get; private set; }

        public long Late { get; private set; }

        public long Repeated { get; private set; }

        public IEnumerable<(BookingEvent Event, DateOnly On)> Count(IEnumerable<SentEvent> events)
        {
            foreach (var (happened, sentOn, isRepeat) in events)
            {
                Repeated += isRepeat ? 1 : 0;
                Late += !isRepeat && sentOn > happened.StatusDate ? 1 : 0;
                Bookings += !isRepeat && happened.Status == BookingStatus.Booked ? 1 : 0;
                yield return (happened, sentOn);
            }
        }
    }
}
