using System.Globalization;
using HotelCancellation.Cli;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// The serving peer (FastAPI, uvicorn, XGBoost), run where it stands in a folder beside the checkout; there is none where
/// that folder or Debian's Python packages are missing.
/// </summary>
internal static class FastApiPeer
{
    public const string Path = "/predict";
    private const string Module = "serve_fastapi";

    /// <summary>Starts it, or returns null where it cannot run here.</summary>
    public static ChildProcess? TryStart(int port)
    {
        if (Peers.Folder($"{Module}.py") is not { } folder || !Peers.Imports("fastapi, uvicorn, xgboost, sklearn"))
        {
            return null;
        }

        return ChildProcess.Start(
            "FastAPI",
            Peers.Python,
            ["-m", "uvicorn", $"{Module}:app", "--app-dir", folder, "--port", port.ToString(CultureInfo.InvariantCulture), "--log-level", "warning", "--no-access-log"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PYTHONDONTWRITEBYTECODE"] = "1" });
    }
}
