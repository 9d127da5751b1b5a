using System.Formats.Tar;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>
/// What predictions need of a bundle, and its manifest, once more in one file (tar), so that a host that starts or is to have another champion asks storage once.
/// The files count: each is checked by its hash wherever it was read from.
/// </summary>
internal static class ServedArchive
{
    public const string Name = "served.tar";

    /// <summary>The largest that is loaded: as large a file as may be, and as many as there are.</summary>
    public static long LargestBytes { get; } = (BundleFiles.Served.Count + 1) * BundleReader.LargestArtefactBytes;

    /// <summary>The same files give the same bytes.</summary>
    /// <param name="manifest">The manifest as it is stored.</param>
    /// <param name="files">The files by name, at least those that are served.</param>
    public static byte[] Write(byte[] manifest, IReadOnlyDictionary<string, byte[]> files) => Write(manifest, files, BundleFiles.Served);

    internal static byte[] Write(byte[] manifest, IReadOnlyDictionary<string, byte[]> files, IEnumerable<string> names)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            Add(writer, BundleFiles.Manifest, manifest);
            foreach (var name in names)
            {
                Add(writer, name, files[name]);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The files by name; null where it is not such an archive.</summary>
    public static Dictionary<string, byte[]>? Read(byte[] archive)
    {
        try
        {
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            using var reader = new TarReader(new MemoryStream(archive, writable: false));
            while (reader.GetNextEntry() is { } entry)
            {
                // An entry's length is text from elsewhere: it cannot ask for more than there is.
                var bytes = new byte[Math.Min(entry.Length, archive.Length)];
                entry.DataStream?.ReadExactly(bytes);
                files[entry.Name] = bytes;
                QuietThread.Pause();
            }

            return files;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static void Add(TarWriter writer, string name, byte[] content) => writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(content, writable: false),
        ModificationTime = DateTimeOffset.UnixEpoch,
    });
}
