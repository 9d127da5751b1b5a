using System.CommandLine;
using System.CommandLine.Parsing;
using HotelCancellation.Bookings.Mapping;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Cli.Commands;
using HotelCancellation.Platform;
using HotelCancellation.Training;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Cli;

/// <summary>The commands of <c>hotelcancel</c>.</summary>
internal static class CommandLine
{
    /// <summary>After Ctrl-C, for what was begun to be ended in order.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(40);

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync($"See: hotelcancel {Path(parsed.CommandResult)}--help");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToStop });
        }
        catch (Exception e) when (Explain(e) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return ExitCode.Refused;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Refused;
        }
    }

    private static string Path(CommandResult result) =>
        result.Command is RootCommand ? "" : $"{(result.Parent is CommandResult parent ? Path(parent) : "")}{result.Command.Name} ";

    internal static RootCommand Root() => new("Predicts hotel booking cancellations: generate, map or validate bookings, train, calibrate, replay, score, simulate, work at retraining runs, run a demo.")
    {
        GenerateCommand.Create(),
        MapCommand.Create(),
        ValidateCommand.Create(),
        QuarantineCommand.Create(),
        TrainCommand.Create(),
        CalibrateCommand.Create(),
        ReplayCommand.Create(),
        ScoreCommand.Create(),
        KeysCommand.Create(),
        SimulateCommand.Create(),
        WorkCommand.Create(),
        DropCommand.Create(),
        RestoreCommand.Create(),
        DemoCommand.Create(),
    };

    // What a user can mend is one line; anything else is a bug and shows its stack.
    private static string? Explain(Exception e) => e switch
    {
        UnreadableInputException or MappingException or TrainingRefusedException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or InvalidDataException => e.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        AggregateException all when all.InnerExceptions.All(i => i is OptionsValidationException) => string.Join(Environment.NewLine, all.InnerExceptions.Select(Explain)),
        StorageUnavailableException => e.Message,
        _ => null,
    };
}
