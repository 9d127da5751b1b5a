using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;
using HotelCancellation.Model;
using HotelCancellation.Platform;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>A storage emulator of the benchmark's own with two versions, one of them the champion, and a key in it, made as a user makes them.</summary>
internal sealed class BenchStorage : IAsyncDisposable
{
    private const string By = "bench";
    private const int FirstPort = 21_000;
    private static readonly int[] Seeds = [1, 2];
    private readonly ChildProcess _azurite;
    private readonly ServiceProvider _services;
    private ModelVersion[] _versions = [];

    private BenchStorage(ChildProcess azurite, ServiceProvider services, string connectionString) =>
        (_azurite, _services, ConnectionString) = (azurite, services, connectionString);

    /// <summary>For the host under test.</summary>
    public string ConnectionString { get; }

    /// <summary>The process of the emulator.</summary>
    public int ProcessId => _azurite.Id;

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

    /// <summary>Makes the version the champion that is not.</summary>
    public async Task SwapAsync(CancellationToken cancellationToken)
    {
        var champion = await Registry.GetAliasAsync(ModelAlias.Champion, cancellationToken);
        await PromoteAsync(_versions.First(v => v != champion?.Version), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    private ModelRegistry Registry => _services.GetRequiredService<ModelRegistry>();

    private async Task PromoteAsync(string folder, Action<FormattableString> say, CancellationToken cancellationToken)
    {
        // The same program makes the same of the same: what a run before has made is used again.
        var marker = Path.Combine(folder, "promoted.txt");
        var code = typeof(ModelRegistry).Assembly.ManifestModule.ModuleVersionId.ToString();
        var made = File.Exists(marker) ? (await File.ReadAllTextAsync(marker, cancellationToken)).Split(' ') : [];
        if (made.Length == 1 + Seeds.Length && made[0] == code && await Registry.GetAliasAsync(ModelAlias.Champion, cancellationToken) is not null)
        {
            _versions = [.. made[1..].Select(v => new ModelVersion(v))];
            say($"Models {string.Join(", ", made[1..])} of a run before are used again.");
        }
        else
        {
            say($"Training {BenchPlan.Trees} trees of {BenchPlan.Leaves} leaves, {Seeds.Length} times ...");
            var bookings = BenchPlan.Bookings();
            var versions = new List<ModelVersion>();
            foreach (var seed in Seeds)
            {
                versions.Add((await Registry.RegisterAsync(BenchModel.Draft(bookings, By, seed), cancellationToken)).Version);
            }

            _versions = [.. versions];
            await File.WriteAllTextAsync(marker, string.Join(' ', [code, .. _versions.Select(v => v.Value)]), cancellationToken);
        }

        await PromoteAsync(_versions[0], cancellationToken);
    }

    private async Task PromoteAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var promotion = await Registry.MoveAliasAsync(ModelAlias.Champion, version, null, By, "benchmark", cancellationToken);
        if (!promotion.Succeeded)
        {
            throw new BenchFailedException($"No model: {promotion.Message}");
        }
    }

    // The well-known account of the emulator; its key is public and opens nothing else.
    private static string Connection(int port) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"BlobEndpoint=http://127.0.0.1:{Text(port)}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{Text(port + 1)}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{Text(port + 2)}/devstoreaccount1;";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
