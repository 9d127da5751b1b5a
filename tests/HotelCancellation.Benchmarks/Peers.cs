using System.Diagnostics;
using HotelCancellation.Cli.Demo;

namespace HotelCancellation.Benchmarks;

/// <summary>What others have built for the same purpose, in Python, in a folder beside or above the checkout.</summary>
internal static class Peers
{
    public const string Python = "/usr/bin/python3";

    /// <summary>The folder that has a file, or null.</summary>
    public static string? Folder(string file)
    {
        for (var folder = new DirectoryInfo(Repository.Root).Parent; folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "shared", "peers");
            if (File.Exists(Path.Combine(peers, file)))
            {
                return peers;
            }
        }

        return null;
    }

    /// <summary>Whether Debian's Python is here and has some modules.</summary>
    public static bool Imports(string modules)
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {modules}"]) { UseShellExecute = false, RedirectStandardError = true });
        process!.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
