using System.Diagnostics;
using System.Globalization;
using HotelCancellation.Cli;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// The serving peer (FastAPI, uvicorn, XGBoost), run where it stands in a folder beside the checkout; there is none where
/// that folder or Debian's Python packages are missing.
/// </summary>
internal static class FastApiPeer
{
    public const string Path = "/predict";
    private const string Python = "/usr/bin/python3";
    private const string Module = "serve_fastapi";

    /// <summary>Starts it, or returns null where it cannot run here.</summary>
    public static ChildProcess? TryStart(int port)
    {
        if (Folder() is not { } folder || !File.Exists(Python) || !Imports())
        {
            return null;
        }

        return ChildProcess.Start(
            "FastAPI",
            Python,
            ["-m", "uvicorn", $"{Module}:app", "--app-dir", folder, "--port", port.ToString(CultureInfo.InvariantCulture), "--log-level", "warning", "--no-access-log"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PYTHONDONTWRITEBYTECODE"] = "1" });
    }

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(Repository.Root).Parent; folder is not null; folder = folder.Parent)
        {
            var peers = System.IO.Path.Combine(folder.FullName, "shared", "peers");
            if (File.Exists(System.IO.Path.Combine(peers, $"{Module}.py")))
            {
                return peers;
            }
        }

        return null;
    }

    private static bool Imports()
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import fastapi, uvicorn, xgboost"]) { UseShellExecute = false, RedirectStandardError = true });
        process!.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
