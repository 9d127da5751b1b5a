using System.CommandLine;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel demo</c>: storage, data, a model and a host, from nothing to an answer.</summary>
internal static class DemoCommand
{
    private static readonly Option<FileInfo> Data = Cli.Options.Data(required: false);
    private static readonly Option<FileInfo?> Mapping = Cli.Options.Mapping();
    private static readonly Option<DirectoryInfo?> Folder = new("--folder") { Description = "Where everything is kept. Default: .data/demo in the checkout.", HelpName = "DIR" };
    private static readonly Option<int> Port = new("--port") { Description = "The port of the Web host.", HelpName = "N", DefaultValueFactory = _ => 7071 };
    private static readonly Option<int> StoragePort = new("--storage-port") { Description = "The first of three ports of the storage emulator; the next free ones are taken where these are not.", HelpName = "N", DefaultValueFactory = _ => 10000 };
    private static readonly Option<bool> Once = new("--once") { Description = "Stop after the first prediction has been answered." };

    public static Command Create()
    {
        var command = new Command("demo", "Start storage, generate or read bookings, train, promote, and serve predictions and a console. Ctrl-C stops all of it; run again, it reuses what is there.")
        {
            Data, Mapping, Folder, Port, StoragePort, Once,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        foreach (var (name, port) in new[] { ("--port", parsed.GetValue(Port)), ("--storage-port", parsed.GetValue(StoragePort)) })
        {
            if (port is < 1024 or > 65_000)
            {
                await Console.Error.WriteLineAsync($"{name} {port}: must be 1024 to 65000.");
                return ExitCode.Usage;
            }
        }

        var options = new DemoOptions
        {
            Data = parsed.GetValue(Data),
            Reading = await Cli.Options.ReadAsync(parsed.GetValue(Mapping), cancellationToken),
            Folder = parsed.GetValue(Folder) ?? new DirectoryInfo(Path.Combine(Repository.Root, ".data", "demo")),
            Port = parsed.GetValue(Port),
            StoragePort = parsed.GetValue(StoragePort),
            Once = parsed.GetValue(Once),
        };
        using var folder = DemoFolder.Take(options.Folder);
        if (folder is null)
        {
            await Console.Error.WriteLineAsync($"Another demo is using {options.Folder.FullName}. Stop it, or give this one its own --folder and --port.");
            return ExitCode.Refused;
        }

        if (!Ports.IsFree(options.Port))
        {
            await Console.Error.WriteLineAsync($"Port {options.Port} is taken. Stop what listens there, or choose another with --port.");
            return ExitCode.Refused;
        }

        return await new DemoRun(options, folder, new Reporter(quiet: false)).RunAsync(cancellationToken);
    }
}
