using System.Globalization;
using System.Security.Cryptography;
using HotelCancellation.Bookings;
using HotelCancellation.Cli.Commands;
using HotelCancellation.Platform;
using HotelCancellation.Registry;
using HotelCancellation.Retraining;
using HotelCancellation.Simulation;
using HotelCancellation.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Demo;

/// <summary>One demo, from storage to the first answer.</summary>
internal sealed class DemoRun(DemoOptions options, DemoFolder folder, Reporter reporter)
{
    private const string By = "demo";
    private const double BookingsPerDay = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var storagePort = Ports.ThreeInARow(options.StoragePort);
        var connection = ConnectionString(storagePort);
        await using var azurite = StartAzurite(storagePort);
        await using var services = CliServices.Build([$"{StorageOptions.Section}:{nameof(StorageOptions.ConnectionString)}={connection}"]);
        if (!await WaitAsync(azurite, () => services.GetRequiredService<StorageClients>().AnswersAsync(cancellationToken), cancellationToken))
        {
            return ExitCode.Refused;
        }

        reporter.Line($"Storage emulator on ports {storagePort} to {storagePort + 2}, data in {folder.Storage}");
        var source = options.Data ?? await BookingsAsync(services, cancellationToken);
        if (!await PrepareModelAsync(services, source, cancellationToken))
        {
            return ExitCode.Refused;
        }

        var key = await DemoKey.GetAsync(services, folder, cancellationToken);
        await using var host = StartHost(connection);
        var probe = new HostProbe(options.Port);
        if (!await WaitAsync(host, () => probe.IsReadyAsync(cancellationToken), cancellationToken))
        {
            return ExitCode.Refused;
        }

        var question = await SampleBooking.OfChampionAsync(services, cancellationToken);
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        var intake = await DemoIntake.ReadAsync(source, options.Reading, await Sha256Async(source, cancellationToken), question, today, folder, probe, key, cancellationToken);
        await SendNearAsync(intake, question, cancellationToken);
        var booking = SampleBooking.Write(question);
        reporter.Line($"First answer: {await probe.PredictAsync(booking, key, cancellationToken)}");
        Console.WriteLine(Instructions(booking, key, connection));
        if (options.Once)
        {
            return ExitCode.Done;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rest = SendRestAsync(intake, stop.Token);
        var end = await UntilStoppedAsync(azurite, host, cancellationToken);
        await stop.CancelAsync();
        await rest;
        return end;
    }

    private async Task SendNearAsync(DemoIntake intake, Booking question, CancellationToken cancellationToken)
    {
        if (intake.Sent == intake.Total)
        {
            reporter.Line($"All {Text(intake.Total)} rows were taken in before; predictions know the bookings around the one they are asked about.");
            return;
        }

        await reporter.RunAsync($"Taking bookings in, first of {question.PropertyId.Value} around today and around {question.ArrivalDate:yyyy-MM-dd}", async progress =>
        {
            await intake.SendNearAsync(progress, cancellationToken);
            return true;
        });
        if (intake.Sent < intake.Total)
        {
            var rest = options.Once ? "The next demo goes on there." : "The rest follow in the background; until then answers know less of the past, and of other hotels nothing, as their warnings say.";
            reporter.Line($"{Text(intake.Sent)} of {Text(intake.Total)} rows are taken in, enough for the first question. {rest}");
        }
    }

    private async Task SendRestAsync(DemoIntake intake, CancellationToken cancellationToken)
    {
        if (intake.Sent < intake.Total)
        {
            // Off this thread, so that the demo stops at once when it is told to.
            reporter.Line(await Task.Run(() => intake.SendRestAsync(cancellationToken), CancellationToken.None));
        }
    }

    // Azurite would outlive a demo that is killed; it ends when its standard input, which is ours, does.
    private const string EndsWithParent =
        "process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')); process.stdin.resume(); process.stdin.unref(); require(process.argv[1]);";

    private ChildProcess StartAzurite(int port) => ChildProcess.Start(
        "Azurite",
        "node",
        [
            "-e", EndsWithParent, "--", Repository.Azurite, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", folder.Storage,
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", Text(port), "--queuePort", Text(port + 1), "--tablePort", Text(port + 2),
        ],
        new Dictionary<string, string>(StringComparer.Ordinal),
        folder.Log("azurite"));

    private ChildProcess StartHost(string connection) => ChildProcess.Start(
        "The Web host",
        "dotnet",
        [Repository.WebHost, "--urls", $"http://127.0.0.1:{options.Port}"],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Storage__ConnectionString"] = connection,
            ["Host__StopOnInputEnd"] = "true",
            ["ASPNETCORE_CONTENTROOT"] = Path.GetDirectoryName(Repository.WebHost)!,
        },
        folder.Log("web"));

    // The well-known account of the emulator; its key is public and opens nothing else.
    private static string ConnectionString(int port) =>
        port == 10000
            ? StorageOptions.Emulator
            : "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
                + $"BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{port + 1}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{port + 2}/devstoreaccount1;";

    private async Task<bool> PrepareModelAsync(ServiceProvider services, FileInfo source, CancellationToken cancellationToken)
    {
        if (await KeepChampionAsync(services.GetRequiredService<ModelRegistry>(), source, cancellationToken))
        {
            return true;
        }

        var request = new TrainingRequest { Source = source, Reading = options.Reading, Register = true, Promote = true, By = By, Reason = $"demo on {source.Name}" };
        var outcome = await reporter.RunAsync("Training", progress => services.GetRequiredService<TrainingRun>()
            .RunAsync(request, services.GetRequiredService<IQuarantine>(), new Progress<string>(s => progress.Report(new WorkProgress(s))), cancellationToken));
        ValidationText.Write(outcome.Validation, reporter);
        if (outcome is not { Training: { } training, Promotion.Succeeded: true })
        {
            reporter.Line($"No model: {outcome.Promotion?.Message ?? outcome.Validation.StopReason}");
            return false;
        }

        var metrics = training.Evaluation.Overall;
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"Model {outcome.Manifest!.Version} is the champion: AUC {metrics.Auc:0.000}, Brier {metrics.Brier:0.000} on {metrics.N} later arrivals, trained in {outcome.Seconds:0.0} s."));
        return true;
    }

    // A champion that can be loaded is the operator's choice, unless other bookings are asked for.
    private async Task<bool> KeepChampionAsync(ModelRegistry registry, FileInfo source, CancellationToken cancellationToken)
    {
        if (await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken) is not { } alias)
        {
            return false;
        }

        var load = await registry.LoadAsync(alias.Version, cancellationToken);
        if (load.Bundle is not { } bundle)
        {
            reporter.Line($"The champion cannot be loaded; another model is trained. {load.Refusal}");
            return false;
        }

        if (options.Data is not null && bundle.Manifest.Data.SourceSha256 != await Sha256Async(source, cancellationToken))
        {
            reporter.Line($"The champion {alias.Version} was trained on other bookings ({bundle.Manifest.Data.Source}); another model is trained.");
            return false;
        }

        reporter.Line($"Model {alias.Version} was trained on {bundle.Manifest.Data.Source}; it is used again.");
        return true;
    }

    private async Task<FileInfo> BookingsAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        var file = new FileInfo(folder.Bookings);
        if (!file.Exists)
        {
            // Two years that end today, so that the hotels have bookings on the books; small hotels, so that nobody waits long for a model.
            var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
            var days = new GeneratorOptions().Days;
            var generator = new GeneratorOptions { BookingsPerDay = BookingsPerDay, From = today.AddDays(1 - days), Days = days, HorizonDate = today };
            var partial = $"{file.FullName}.partial";
            await using (var stream = File.Create(partial))
            {
                await reporter.RunAsync("Generating bookings", progress => GenerateCommand.WriteAsync(generator, stream, ndjson: false, progress, cancellationToken));
            }

            File.Move(partial, file.FullName);
            file.Refresh();
        }

        return file;
    }

    private async Task<bool> WaitAsync(ChildProcess process, Func<Task<bool>> ready, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await ready())
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                reporter.Line($"{process.Name} {(process.HasExited ? "ended" : $"was not ready within {Patience.TotalSeconds:0} s")}. Its last lines:{Environment.NewLine}{process.LastLines}");
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }

        return true;
    }

    private async Task<int> UntilStoppedAsync(ChildProcess azurite, ChildProcess host, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(azurite.Exited(cancellationToken), host.Exited(cancellationToken)).Unwrap();
        }
        catch (OperationCanceledException)
        {
            reporter.Line("Stopping ...");
            return ExitCode.Done;
        }

        var ended = azurite.HasExited ? azurite : host;
        reporter.Line($"{ended.Name} ended by itself. Its last lines:{Environment.NewLine}{ended.LastLines}");
        return ExitCode.Refused;
    }

    private string Instructions(string booking, string key, string connection) => $"""

        Ready. The console:  http://127.0.0.1:{options.Port}/
        The key:             {key}

        Ask about a booking:

          curl -s 'http://127.0.0.1:{options.Port}/api/v1/predictions?explain=true' \
            -H 'x-api-key: {key}' -H 'content-type: application/json' \
            -d '{booking.Replace("'", "'\\''", StringComparison.Ordinal)}'

        The tool on the same storage:  export Storage__ConnectionString='{connection}'
        What the host says is in {folder.Log("web")}

        Ctrl-C stops everything. Run again, it starts in seconds with what is in {folder.Root.FullName}
        """;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> Sha256Async(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
