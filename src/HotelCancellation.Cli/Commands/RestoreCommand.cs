using System.CommandLine;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel restore</c>: the tables of bookings and features, from the events.</summary>
internal static class RestoreCommand
{
    private static readonly Option<string?> Property = new("--property") { Description = "One property. Without it, all that have events.", HelpName = "ID" };
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<bool> Quiet = Cli.Options.Quiet();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        var command = new Command("restore",
            "Build the tables bookings and features anew from the events in the container events, which have all that was ever taken in. What is there stays, so that it can be run at any time, beside hosts, and again after it was cut off.")
        {
            Property, Json, Quiet, Set,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var restore = services.GetRequiredService<BookingRestore>();
        PropertyId? property = parsed.GetValue(Property) is { } id ? new PropertyId(id) : null;
        var summary = await new Reporter(parsed.GetValue(Quiet)).RunAsync("Restoring", progress => restore.RunAsync(property, new Bookings(progress), cancellationToken));
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(summary);
        }
        else
        {
            Console.WriteLine($"{summary.Bookings} bookings of {summary.Properties} properties, {summary.Events} events: {summary.Added} were missing{(summary.WithoutRoom > 0 ? $", {summary.WithoutRoom} have no room in their booking's row" : "")}.");
        }

        if (summary.Bookings > 0)
        {
            return ExitCode.Done;
        }

        await Console.Error.WriteLineAsync(property is null ? "There are no events to restore from." : $"There are no events of property {property.Value.Value}.");
        return ExitCode.Refused;
    }

    private sealed class Bookings(IProgress<WorkProgress> progress) : IProgress<long>
    {
        private const long Step = 50_000;
        private long _told;

        public void Report(long value)
        {
            if (value - _told >= Step)
            {
                _told = value;
                progress.Report(new WorkProgress($"{value} bookings"));
            }
        }
    }
}
