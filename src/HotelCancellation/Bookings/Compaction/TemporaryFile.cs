namespace HotelCancellation.Bookings.Compaction;

/// <summary>A file without a name: it goes when it is closed, or with the process, however that ends.</summary>
internal static class TemporaryFile
{
    private const int BufferBytes = 64 * 1024;

    public static Stream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferBytes, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        File.Delete(path);
        return file;
    }
}
