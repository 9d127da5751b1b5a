using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HotelCancellation.Benchmarks.Bulk;

/// <summary>
/// XGBoost's own bulk prediction, 400 trees of 63 leaves over ready-made numbers, run where the peer's file stands in a folder beside
/// the checkout and Debian's python3-xgboost is installed.
/// </summary>
internal static class XgboostPeer
{
    private const string File = "ensemble_xgboost.py";

    /// <summary>Rows that it predicts at once.</summary>
    public const int Rows = 60_000;

    /// <summary>Trains and measures; rows a second, or null where it cannot run here.</summary>
    /// <exception cref="BenchFailedException">It has failed.</exception>
    public static double? TryMeasure(int threads)
    {
        if (Peers.Folder(File) is not { } folder || !Peers.Imports("numpy, xgboost"))
        {
            return null;
        }

        var start = new ProcessStartInfo(Peers.Python, [Path.Combine(folder, File), threads.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new BenchFailedException($"{File} ended with {process.ExitCode}.");
        }

        using var figures = JsonDocument.Parse(said);
        return figures.RootElement.GetProperty("bulk_rows_per_s").GetDouble();
    }
}
