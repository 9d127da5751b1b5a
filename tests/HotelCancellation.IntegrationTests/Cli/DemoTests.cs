using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Simulation;

namespace HotelCancellation.IntegrationTests.Cli;

public sealed partial class DemoTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_FromNothing_AnswersThePastedCurlAndStopsAllOnCtrlC()
    {
        var (port, storagePort) = (FreePort(), FreePort());
        string[] options = ["demo", "--data", await BookingsAsync(), "--folder", _folder.File("demo"), "--port", $"{port}", "--storage-port", $"{storagePort}"];
        using var running = new Running(Start(options));
        var demo = running.Process;
        var said = await ReadUntilAsync(demo, "Ctrl-C stops everything");

        var answer = await ShellAsync(Curl().Match(said).Value);
        var beside = await Tool.RunAsync(options);
        var taken = await Tool.RunAsync(["demo", "--folder", _folder.File("other"), "--port", $"{port}"]);
        await ShellAsync($"kill -INT {demo.Id}");
        using var timeout = new CancellationTokenSource(Limit);
        await demo.WaitForExitAsync(timeout.Token);

        JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("reasons").GetArrayLength().ShouldBeGreaterThan(20);
        beside.ExitCode.ShouldBe(1);
        beside.Error.ShouldContain("Another demo is using");
        taken.ExitCode.ShouldBe(1);
        taken.Error.ShouldContain($"Port {port} is taken");
        demo.ExitCode.ShouldBe(0);
        (await AnswersAsync(port)).ShouldBeFalse("the host has stopped");
        (await AnswersAsync(storagePort)).ShouldBeFalse("the storage emulator has stopped");

        // Again: the same model and the same key, without another training.
        var again = await Tool.RunAsync([.. options, "--once"]);
        again.ExitCode.ShouldBe(0, again.Error);
        again.Error.ShouldContain("it is used again");
        again.Error.ShouldNotContain("Training");
        Key().Match(again.Output).Value.ShouldBe(Key().Match(said).Value);
    }

    [Fact]
    public async Task Demo_Killed_LeavesNothingBehind()
    {
        var (port, storagePort) = (FreePort(), FreePort());
        using var running = new Running(Start(["demo", "--data", await BookingsAsync(), "--folder", _folder.File("demo"), "--port", $"{port}", "--storage-port", $"{storagePort}"]));
        var demo = running.Process;
        await ReadUntilAsync(demo, "Ctrl-C stops everything");

        demo.Kill();

        using var timeout = new CancellationTokenSource(Limit);
        while (await AnswersAsync(port) || await AnswersAsync(storagePort))
        {
            await Task.Delay(100, timeout.Token);
        }
    }

    private async Task<string> BookingsAsync()
    {
        var path = _folder.File("bookings.csv");
        await using var file = File.Create(path);
        await using var writer = new BookingCsvWriter(file);
        await writer.WriteAllAsync(new BookingGenerator(new GeneratorOptions { Properties = 2, BookingsPerDay = 10, Days = 400 }).Events(), default);
        return path;
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Tool.Path, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["Training__Trees"] = "20";
        start.Environment["Training__HazardTrees"] = "10";
        return Process.Start(start)!;
    }

    private static async Task<string> ReadUntilAsync(Process process, string text)
    {
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Limit);
        var said = "";
        while (!said.Contains(text, StringComparison.Ordinal))
        {
            if (await process.StandardOutput.ReadLineAsync(timeout.Token) is not { } line)
            {
                throw new InvalidOperationException($"The demo ended: {await errors}");
            }

            said += line + "\n";
        }

        return said;
    }

    private static async Task<string> ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0, command);
        return output;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Ends the process where a test has failed before it did.</summary>
    private sealed class Running(Process process) : IDisposable
    {
        public Process Process => process;

        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    [GeneratedRegex(@"curl [\s\S]*?'\{[^\n]*\}'", RegexOptions.None, 1000)]
    private static partial Regex Curl();

    [GeneratedRegex("hc_[0-9a-z]+_[0-9A-Za-z_-]+", RegexOptions.None, 1000)]
    private static partial Regex Key();
}
