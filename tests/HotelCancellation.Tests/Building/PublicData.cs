using System.Diagnostics;

namespace HotelCancellation.Tests.Building;

/// <summary>
/// The public "Hotel booking demand" file, which the project does not ship: the path in <c>HOTEL_BOOKINGS_CSV</c>, or
/// <c>shared/data/hotel_bookings.csv.xz</c> beside a folder above the tests.
/// </summary>
public static class PublicData
{
    private const string Skipped = "The public data are not here: set HOTEL_BOOKINGS_CSV to hotel_bookings.csv.";

    /// <summary>Opens the file, or skips the test.</summary>
    public static Stream Open()
    {
        var path = Find();
        Skip.If(path is null, Skipped);
        return path!.EndsWith(".xz", StringComparison.Ordinal) ? Unpack(path) : File.OpenRead(path);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("HOTEL_BOOKINGS_CSV") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var packed = Path.Combine(folder.FullName, "shared", "data", "hotel_bookings.csv.xz");
            if (File.Exists(packed))
            {
                return packed;
            }
        }

        return null;
    }

    private static MemoryStream Unpack(string path)
    {
        using var xz = Process.Start(new ProcessStartInfo("xz", ["-dc", path]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var unpacked = new MemoryStream();
        xz.StandardOutput.BaseStream.CopyTo(unpacked);
        xz.WaitForExit();
        Skip.If(xz.ExitCode != 0, Skipped);
        unpacked.Position = 0;
        return unpacked;
    }
}
