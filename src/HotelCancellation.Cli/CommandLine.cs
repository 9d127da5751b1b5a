using System.CommandLine;
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
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync($"See: hotelcancel {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
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

    internal static RootCommand Root() => new("Predicts hotel booking cancellations: generate, map or validate bookings, train, score, run a demo.")
    {
        GenerateCommand.Create(),
        MapCommand.Create(),
        ValidateCommand.Create(),
        TrainCommand.Create(),
        ScoreCommand.Create(),
        KeysCommand.Create(),
        DemoCommand.Create(),
    };

    // What a user can mend is one line; anything else is a bug and shows its stack.
    private static string? Explain(Exception e) => e switch
    {
        UnreadableInputException or MappingException or TrainingRefusedException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => e.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        StorageUnavailableException => e.Message,
        _ => null,
    };
}
