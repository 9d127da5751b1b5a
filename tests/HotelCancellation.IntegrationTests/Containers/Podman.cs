using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using HotelCancellation.Tests.Docs;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Containers;

/// <summary>podman with runc, under the rules of the manifests: nobody's user, a root that cannot be written to, no capability.</summary>
internal static class Podman
{
    /// <summary>The image that <c>./eng/prove.sh --only container</c> has built.</summary>
    public static string Image => Environment.GetEnvironmentVariable("CONTAINER_IMAGE") ?? "";

    private static readonly string[] Rules =
    [
        "--network", "host", "--no-healthcheck", "--read-only", "--tmpfs", "/tmp:mode=1777", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
    ];

    /// <summary>Limits that a machine without rights of its own may give, for every container.</summary>
    private static readonly Lazy<string> Settings = new(() =>
    {
        var file = Path.Combine(AppContext.BaseDirectory, "containers.conf");
        File.WriteAllText(file, "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=4096:4096\"]\n[engine]\nruntime = \"runc\"\n");
        return file;
    });

    public static void SkipWithoutImage() => Skip.If(Image.Length == 0, "There is no image: ./eng/prove.sh --only container builds it and runs this.");

    /// <summary>Starts a container of the image.</summary>
    /// <param name="settings">Settings as variables.</param>
    /// <param name="entry">Another program of the image; null for the host.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The container's id.</returns>
    public static async Task<string> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, string? entry = null, params string[] arguments)
    {
        var variables = settings.SelectMany(s => new[] { "--env", $"{s.Key.Replace(":", "__", StringComparison.Ordinal)}={s.Value}" });
        string[] program = entry is null ? [] : ["--entrypoint", entry];
        return (await RunAsync(["run", "--detach", .. Rules, .. variables, .. program, Image, .. arguments])).Trim();
    }

    /// <summary>A champion in storage, and a key to ask it with.</summary>
    public static async Task<string> KeyAndModelAsync(Dictionary<string, string?> settings)
    {
        await using var stage = new TestStage(settings);
        var manifest = await stage.Registry.RegisterAsync(TestModels.Draft(0), default);
        (await stage.Registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, "t", "t", default)).Succeeded.ShouldBeTrue();
        return (await stage.Get<TableApiKeys>().CreateAsync(new ApiKeyRequest { Name = "t", Roles = ApiRoles.Predict })).Text;
    }

    public static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/health/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs podman.</summary>
    /// <returns>What it has said on standard output.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output, error) = await TryAsync(arguments);
        exit.ShouldBe(0, $"podman {string.Join(' ', arguments)}: {error}");
        return output;
    }

    /// <summary>Runs podman, which may fail.</summary>
    public static Task<(int Exit, string Output, string Error)> TryAsync(params string[] arguments) => RunProcessAsync("podman", arguments);

    /// <summary>Runs another tool, from the checkout.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunProcessAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Checkout.Root };
        start.Environment["CONTAINERS_CONF"] = Settings.Value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
