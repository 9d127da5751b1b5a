using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;
using HotelCancellation.Platform;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>A storage emulator of the benchmark's own with a champion and a key in it, made as a user makes them.</summary>
internal sealed class BenchStorage : IAsyncDisposable
{
    private const string By = "bench";
    private const int FirstPort = 21_000;
    private readonly ChildProcess _azurite;
    private readonly ServiceProvider _services;

    private BenchStorage(ChildProcess azurite, ServiceProvider services, string connectionString) =>
        (_azurite, _services, ConnectionString) = (azurite, services, connectionString);

    /// <summary>For the host under test.</summary>
    public string ConnectionString { get; }

    /// <summary>A key with the role predict.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Starts the emulator; trains and promotes the model unless a run before did.</summary>
    public static async Task<BenchStorage> StartAsync(string folder, Action<FormattableString> say, CancellationToken cancellationToken)
    {
        var port = Ports.ThreeInARow(FirstPort);
        string[] arguments =
        [
            Repository.Azurite, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", Directory.CreateDirectory(Path.Combine(folder, "azurite")).FullName,
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", Text(port), "--queuePort", Text(port + 1), "--tablePort", Text(port + 2),
        ];
        var azurite = ChildProcess.Start("Azurite", "node", arguments, new Dictionary<string, string>(StringComparer.Ordinal));
        var connection = Connection(port);
        var services = CliServices.Build([$"Storage:ConnectionString={connection}"]);
        var storage = new BenchStorage(azurite, services, connection);
        try
        {
            await Patience.UntilAsync(azurite, () => services.GetRequiredService<StorageClients>().AnswersAsync(cancellationToken), cancellationToken);
            await storage.PromoteAsync(folder, say, cancellationToken);
            var key = new ApiKeyRequest { Name = By, Roles = ApiRoles.Predict, Expires = TimeProvider.System.GetUtcNow().AddDays(1) };
            storage.Key = (await services.GetRequiredService<TableApiKeys>().CreateAsync(key, cancellationToken)).Text;
            return storage;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    private async Task PromoteAsync(string folder, Action<FormattableString> say, CancellationToken cancellationToken)
    {
        var registry = _services.GetRequiredService<ModelRegistry>();
        var marker = Path.Combine(folder, "promoted.txt");
        var code = typeof(ModelRegistry).Assembly.ManifestModule.ModuleVersionId.ToString();
        var champion = await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken);

        // The same program has made the model: whatever it would make now is the same.
        if (champion is not null && File.Exists(marker) && await File.ReadAllTextAsync(marker, cancellationToken) == $"{champion.Version} {code}")
        {
            say($"Model {champion.Version} of a run before is used again.");
            return;
        }

        say($"Training {BenchPlan.Trees} trees of {BenchPlan.Leaves} leaves ...");
        var manifest = await registry.RegisterAsync(BenchModel.Draft(BenchPlan.Bookings(), By), cancellationToken);
        var promotion = await registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, By, "benchmark", cancellationToken);
        if (!promotion.Succeeded)
        {
            throw new BenchFailedException($"No model: {promotion.Message}");
        }

        await File.WriteAllTextAsync(marker, $"{manifest.Version} {code}", cancellationToken);
    }

    // The well-known account of the emulator; its key is public and opens nothing else.
    private static string Connection(int port) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"BlobEndpoint=http://127.0.0.1:{Text(port)}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{Text(port + 1)}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{Text(port + 2)}/devstoreaccount1;";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
