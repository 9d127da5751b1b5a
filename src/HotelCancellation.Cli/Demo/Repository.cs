namespace HotelCancellation.Cli.Demo;

/// <summary>Finds what the demo starts, in the checkout that the tool was built from.</summary>
internal static class Repository
{
    private const string Solution = "HotelCancellation.sln";

    /// <summary>The checkout's root.</summary>
    /// <exception cref="DirectoryNotFoundException">The tool does not run from a checkout.</exception>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Azurite => Existing(Path.Combine(Root, "node_modules", "azurite", "dist", "src", "azurite.js"), "Run: npm ci");

    public static string WebHost => Existing(
        AppContext.BaseDirectory.Replace("HotelCancellation.Cli", "HotelCancellation.Web", StringComparison.Ordinal) + "HotelCancellation.Web.dll",
        "Run: dotnet build src/HotelCancellation.Web -c Release");

    private static string Existing(string path, string remedy) => File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing. {remedy}");

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"The demo runs from a checkout: no {Solution} above {from}.");
    }
}
