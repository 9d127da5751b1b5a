using System.Diagnostics;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.IntegrationTests.Scripts;

/// <summary>What a script left.</summary>
internal sealed record ScriptResult(int Exit, string Output, string Errors);

/// <summary>A script of the checkout, as a process of its own.</summary>
internal static class Script
{
    public static Task<ScriptResult> RunAsync(string script, params string[] arguments) => RunWithAsync(new Dictionary<string, string?>(StringComparer.Ordinal), script, arguments);

    public static async Task<ScriptResult> RunWithAsync(IReadOnlyDictionary<string, string?> variables, string script, params string[] arguments)
    {
        Skip.If(OperatingSystem.IsWindows(), "The scripts are for bash.");
        var start = new ProcessStartInfo("bash", [script, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Checkout.Root };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ScriptResult(process.ExitCode, output, await errors);
    }
}
