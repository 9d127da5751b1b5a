using System.Diagnostics;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>Programs of the machine that change a process.</summary>
internal static class Tools
{
    /// <summary>Runs one to its end.</summary>
    /// <exception cref="BenchFailedException">It did not do it.</exception>
    public static async Task RunAsync(string tool, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new BenchFailedException($"{tool} ended with {process.ExitCode}.");
        }
    }
}
