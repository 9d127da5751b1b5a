namespace HotelCancellation.Tests.Functions;

/// <summary>Files at the root of the repository that the tests run in.</summary>
internal static class Repository
{
    /// <summary>The full path of a file, from its path within the repository.</summary>
    public static string PathOf(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HotelCancellation.sln")))
            {
                return Path.Combine(folder.FullName, relative);
            }
        }

        throw new InvalidOperationException($"No HotelCancellation.sln above {AppContext.BaseDirectory}.");
    }
}
