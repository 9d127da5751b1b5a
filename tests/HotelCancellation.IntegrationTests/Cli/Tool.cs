using System.Diagnostics;
using System.Text.Json;

namespace HotelCancellation.IntegrationTests.Cli;

/// <summary>The command line tool as a user runs it: a process of its own.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    // From its own folder: beside the tests it would miss what their framework brings along.
    public static string Path { get; } = System.IO.Path.Combine(
        AppContext.BaseDirectory.Replace(System.IO.Path.Combine("tests", "HotelCancellation.IntegrationTests"), System.IO.Path.Combine("src", "HotelCancellation.Cli"), StringComparison.Ordinal),
        "hotelcancel.dll");

    public static async Task<ToolResult> RunAsync(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>>? settings = null, string? folder = null, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? System.IO.Path.GetTempPath(),
        };
        foreach (var (key, value) in settings ?? [])
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var timeout = new CancellationTokenSource(limit ?? Limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"hotelcancel {string.Join(' ', arguments)} did not end within {limit ?? Limit}.", e);
        }

        return new ToolResult(process.ExitCode, await output, await error);
    }
}

/// <summary>What a run left.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The one JSON object on standard output.</summary>
    public JsonElement Json()
    {
        ExitCode.ShouldBe(0, Error);
        return JsonSerializer.Deserialize<JsonElement>(Output.Trim().Split('\n').ShouldHaveSingleItem());
    }

    /// <summary>The JSON objects on standard output, one a line.</summary>
    public IReadOnlyList<JsonElement> Lines() => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<JsonElement>(l))];
}
