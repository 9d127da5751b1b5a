using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;
using HotelCancellation.Model;
using HotelCancellation.Platform;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>A storage emulator of the benchmark's own with three versions, one of them the champion, and a key in it, made as a user makes them.</summary>
internal sealed class BenchStorage : IAsyncDisposable
{
    private const string By = "bench";
    private const int FirstPort = 21_000;
    private const int Versions = 3;
    private static readonly int[] Seeds = [1, 2];
    private readonly ChildProcess _azurite;
    private readonly ServiceProvider _services;

    private readonly string _folder;
    private bool _isKept;

    private BenchStorage(string folder, ChildProcess azurite, ServiceProvider services, string connectionString) =>
        (_folder, _azurite, _services, ConnectionString) = (folder, azurite, services, connectionString);

    /// <summary>For the host under test.</summary>
    public string ConnectionString { get; }

    /// <summary>The process of the emulator.</summary>
    public int ProcessId => _azurite.Id;

    /// <summary>A key with the role predict.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Starts the emulator with models that are trained unless a run before did. What is stored meanwhile, predictions above all, is gone with it.</summary>
    public static async Task<BenchStorage> StartAsync(string folder, Action<FormattableString> say, CancellationToken cancellationToken)
    {
        var (models, run) = (Path.Combine(folder, "models"), Path.Combine(folder, "azurite"));
        var versions = await ModelsAsync(models, say, cancellationToken);
        Remove(run);
        Copy(models, run);
        var storage = await OpenAsync(run, cancellationToken);
        try
        {
            await storage.PromoteAsync(versions[0], cancellationToken);
            var key = new ApiKeyRequest { Name = By, Roles = ApiRoles.Predict, Expires = TimeProvider.System.GetUtcNow().AddDays(1) };
            storage.Key = (await storage._services.GetRequiredService<TableApiKeys>().CreateAsync(key, cancellationToken)).Text;
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
        if (!_isKept)
        {
            Remove(_folder);
        }
    }

    private ModelRegistry Registry => _services.GetRequiredService<ModelRegistry>();

    private static async Task<BenchStorage> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        var port = Ports.ThreeInARow(FirstPort);
        string[] arguments =
        [
            Repository.Azurite, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", Directory.CreateDirectory(folder).FullName,
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", Text(port), "--queuePort", Text(port + 1), "--tablePort", Text(port + 2),
        ];
        var azurite = ChildProcess.Start("Azurite", "node", arguments, new Dictionary<string, string>(StringComparer.Ordinal));
        var connection = Connection(port);
        var services = CliServices.Build([$"Storage:ConnectionString={connection}"]);
        var storage = new BenchStorage(folder, azurite, services, connection);
        try
        {
            await Patience.UntilAsync(azurite, () => services.GetRequiredService<StorageClients>().AnswersAsync(cancellationToken), cancellationToken);
            return storage;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same program makes the same of the same: what a run before has made is used again.</summary>
    private static async Task<ModelVersion[]> ModelsAsync(string models, Action<FormattableString> say, CancellationToken cancellationToken)
    {
        var marker = Path.Combine(models, "versions.txt");
        var code = typeof(ModelRegistry).Assembly.ManifestModule.ModuleVersionId.ToString();
        var made = File.Exists(marker) ? (await File.ReadAllTextAsync(marker, cancellationToken)).Split(' ') : [];
        if (made.Length == 1 + Versions && made[0] == code)
        {
            say($"Models {string.Join(", ", made[1..])} of a run before are used again.");
            return [.. made[1..].Select(v => new ModelVersion(v))];
        }

        say($"Training {BenchPlan.Trees} trees of {BenchPlan.Leaves} leaves, {Seeds.Length} times ...");
        Remove(models);
        var versions = new List<ModelVersion>();
        var bookings = BenchPlan.Bookings();
        await using (var storage = await OpenAsync(models, cancellationToken))
        {
            foreach (var seed in Seeds)
            {
                var draft = BenchModel.Draft(bookings, By, seed);
                versions.Add((await storage.Registry.RegisterAsync(draft, cancellationToken)).Version);
                if (versions.Count == Seeds.Length)
                {
                    // With three, whoever misses one promotion sees another version all the same.
                    var other = draft with { ModelCard = $"{draft.ModelCard}\nThe same trees under another name.\n" };
                    versions.Add((await storage.Registry.RegisterAsync(other, cancellationToken)).Version);
                }
            }

            storage._isKept = true;
        }

        await File.WriteAllTextAsync(marker, string.Join(' ', [code, .. versions.Select(v => v.Value)]), cancellationToken);
        return [.. versions];
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
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
