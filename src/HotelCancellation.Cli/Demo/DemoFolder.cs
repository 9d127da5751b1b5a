namespace HotelCancellation.Cli.Demo;

/// <summary>The demo's folder, held by one demo at a time.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly FileStream _lock;

    private DemoFolder(DirectoryInfo folder, FileStream held) => (Root, _lock) = (folder, held);

    public DirectoryInfo Root { get; }

    public string Storage => Directory.CreateDirectory(Path.Combine(Root.FullName, "azurite")).FullName;

    public string Bookings => Path.Combine(Root.FullName, "bookings.csv");

    public string KeyFile => Path.Combine(Root.FullName, "api-key.txt");

    /// <summary>Notes how many of the bookings the host has taken in.</summary>
    public string Intake => Path.Combine(Root.FullName, "taken-in.txt");

    public string Log(string process) => Path.Combine(Root.FullName, $"{process}.log");

    /// <summary>Takes the folder, or returns null where another demo holds it.</summary>
    public static DemoFolder? Take(DirectoryInfo folder)
    {
        folder.Create();
        try
        {
            return new DemoFolder(folder, new FileStream(Path.Combine(folder.FullName, "demo.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _lock.Dispose();
}
