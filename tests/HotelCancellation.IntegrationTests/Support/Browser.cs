using System.Diagnostics;
using System.Text.Json;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.IntegrationTests.Support;

/// <summary>Pages as Chromium shows them, driven by the scripts in folder <c>Console</c>.</summary>
internal static class Browser
{
    /// <summary>Where Chromium is.</summary>
    public static string Chromium { get; } = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>A file, light and dark, and what axe says of it.</summary>
    public static Task<JsonElement> OpenAsync(string file) => RunAsync("page.mjs", file, Environment.GetEnvironmentVariable("REPORT_SCREENSHOT") ?? "");

    /// <summary>Runs a script and gives the JSON that it writes.</summary>
    public static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Console", script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Checkout.Root,
        };
        using var node = Process.Start(start)!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await node.WaitForExitAsync(timeout.Token);
        node.ExitCode.ShouldBe(0, await error);
        return JsonSerializer.Deserialize<JsonElement>(await output);
    }
}
