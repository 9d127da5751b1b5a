using System.Diagnostics;

namespace HotelCancellation.IntegrationTests.Scripts;

/// <summary><c>eng/bench.sh</c> before it builds anything; what it measures is not run by tests.</summary>
public sealed class BenchScriptTests
{
    private static readonly string[] Parts = ["http", "open", "overload", "start", "row", "bulk", "csv", "train", "drift", "log", "shapes", "slim"];

    [SkippableTheory]
    [InlineData("--help")]
    [InlineData("--quick", "-h")]
    public async Task Bench_Help_NamesEveryOption(params string[] arguments)
    {
        var (exit, output, _) = await RunAsync(arguments);

        exit.ShouldBe(0);
        foreach (var part in Parts)
        {
            output.ShouldContain($"--only {part} ");
        }

        output.ShouldContain("--quick");
        output.ShouldContain("--json");
        output.ShouldNotContain("#!");
    }

    [SkippableTheory]
    [InlineData("--only nonsense: must be http, open, overload, start, row, bulk, csv, train, drift, log, shapes or slim.", "--only", "nonsense")]
    [InlineData("--only nonsense: must be http, open, overload, start, row, bulk, csv, train, drift, log, shapes or slim.", "--json", "--only=nonsense")]
    [InlineData("--only needs a part: http, open, overload, start, row, bulk, csv, train, drift, log, shapes or slim.", "--only")]
    [InlineData("--fast: there is no such option.", "--fast")]
    public async Task Bench_BadUsage_SaysWhatIsWrong(string message, params string[] arguments)
    {
        var (exit, output, errors) = await RunAsync(arguments);

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldContain(message);
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(string[] arguments)
    {
        Skip.If(OperatingSystem.IsWindows(), "The scripts are for bash.");
        var start = new ProcessStartInfo("bash", [Script(), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "eng", "bench.sh");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new FileNotFoundException($"No eng/bench.sh above {AppContext.BaseDirectory}.");
    }
}
