namespace HotelCancellation.IntegrationTests.Support;

/// <summary>
/// Gives a test class real storage: <c>IClassFixture&lt;AzuriteFixture&gt;</c>. All classes share one server, started with
/// the first of them and ending with the process; a prefix of its own keeps each test apart from the others. A test that
/// stops storage takes an <see cref="AzuriteServer"/> of its own.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(StartAsync);

    /// <summary>For <c>Storage:ConnectionString</c>.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>A <c>Storage:Prefix</c> that no other test has.</summary>
    public static string NewPrefix() => $"t{Guid.NewGuid():N}"[..16];

    /// <summary>Settings that give a host this storage, under a prefix of its own.</summary>
    public Dictionary<string, string?> Settings() => SettingsFor(ConnectionString, NewPrefix());

    /// <summary>Settings that give a host a storage and a prefix.</summary>
    public static Dictionary<string, string?> SettingsFor(string connectionString, string prefix) => new(StringComparer.Ordinal)
    {
        ["Storage:ConnectionString"] = connectionString,
        ["Storage:Prefix"] = prefix,

        // One server for all tests at once, on a machine that may be busy.
        ["Storage:TimeoutSeconds"] = "60",
        ["Overload:MaxQueueMilliseconds"] = "0",
    };

    /// <inheritdoc/>
    public async Task InitializeAsync() => ConnectionString = (await Shared.Value).ConnectionString;

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Nothing in a test assembly runs reliably when it ends, so the server notices that end itself, and cleans up.</summary>
    private static Task<AzuriteServer> StartAsync() => AzuriteServer.StartNewAsync(forget: true);
}
