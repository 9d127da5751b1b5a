using System.Diagnostics;
using System.Text.Json;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.IntegrationTests.Console;

public sealed class ConsoleTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly string Chromium = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    [SkippableFact]
    public async Task Console_InChromium_PredictsABookingAndShowsWhatIsWrong()
    {
        Skip.IfNot(File.Exists(Chromium), "Chromium is not here: install it, or set CHROMIUM to its path.");
        var key = (await fixture.Host.NewKeyAsync()).Text;
        using var client = fixture.Host.Client();

        var seen = await DriveAsync(client.BaseAddress!, key);

        seen.GetProperty("errors").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("status").GetString().ShouldBe("ready");
        seen.GetProperty("keyError").GetString().ShouldNotBeNullOrWhiteSpace();
        seen.GetProperty("byVersion").GetString().ShouldBe(seen.GetProperty("version").GetString());
        var probability = seen.GetProperty("raw").GetProperty("probability").GetDouble();
        seen.GetProperty("probability").GetString()!.Trim('%', ' ').ShouldStartWith($"{Math.Floor(probability * 100)}");
        seen.GetProperty("reasons").GetInt32().ShouldBeGreaterThan(0);
        seen.GetProperty("adrError").GetString()!.ShouldContain("-5");
        seen.GetProperty("axe").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("axeResult").EnumerateArray().ShouldBeEmpty();
    }

    private static async Task<JsonElement> DriveAsync(Uri address, string key)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Console", "console.mjs");
        var start = new ProcessStartInfo("node", [script, address.ToString(), key, Environment.GetEnvironmentVariable("CONSOLE_SCREENSHOT") ?? ""])
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
