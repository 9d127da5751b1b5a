using System.Diagnostics;
using System.Text.Json;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.IntegrationTests.Cli;

/// <summary>A file as Chromium shows it, light and dark, and what axe says of it.</summary>
internal static class BrowserPage
{
    /// <summary>Where Chromium is.</summary>
    public static string Chromium { get; } = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    public static async Task<JsonElement> OpenAsync(string file)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Console", "page.mjs"), file, Environment.GetEnvironmentVariable("REPORT_SCREENSHOT") ?? ""])
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
