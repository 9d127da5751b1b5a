using System.Formats.Tar;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;

namespace HotelCancellation.Tests.Registry;

public sealed class ServedArchiveTests
{
    private static readonly byte[] Manifest = [1, 2, 3];
    private static readonly SortedDictionary<string, byte[]> Files = BundleDraftWriter.Write(TestModels.Draft(), DateTimeOffset.UnixEpoch).Files;
    private static readonly byte[] Archive = ServedArchive.Write(Manifest, Files);

    [Fact]
    public void Read_WhatWriteWrote_HasTheManifestAndWhatIsServed()
    {
        var read = ServedArchive.Read(Archive)!;

        read.Keys.ShouldBe([BundleFiles.Manifest, .. BundleFiles.Served]);
        read[BundleFiles.Manifest].ShouldBe(Manifest);
        foreach (var name in BundleFiles.Served)
        {
            read[name].ShouldBe(Files[name]);
        }
    }

    [Fact]
    public void Write_AtAnyTime_GivesTheSameBytes()
    {
        using var reader = new TarReader(new MemoryStream(Archive));
        while (reader.GetNextEntry() is { } entry)
        {
            entry.ModificationTime.ShouldBe(DateTimeOffset.UnixEpoch);
            entry.EntryType.ShouldBe(TarEntryType.RegularFile);
        }

        ServedArchive.Write(Manifest, Files).ShouldBe(Archive);
    }

    [Fact]
    public void Read_AnyByteAltered_NeverThrows()
    {
        for (var at = 0; at < Archive.Length; at++)
        {
            // All bits, and one: of a length in octal digits, both make another.
            foreach (var bits in (byte[])[0xFF, 1])
            {
                var altered = (byte[])Archive.Clone();
                altered[at] ^= bits;
                Should.NotThrow(() => ServedArchive.Read(altered));
            }
        }
    }

    [Fact]
    public void Read_CutAnywhere_HasNoFileThatWasNotWritten()
    {
        for (var length = 0; length < Archive.Length; length += 7)
        {
            var read = ServedArchive.Read(Archive[..length]);
            foreach (var (name, content) in read ?? [])
            {
                content.ShouldBe(name == BundleFiles.Manifest ? Manifest : Files[name]);
            }
        }
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.Directory)]
    public void Read_EntryThatIsNoFile_IsEmpty(TarEntryType type)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, leaveOpen: true))
        {
            var entry = new PaxTarEntry(type, "ensemble.bin");
            if (type == TarEntryType.SymbolicLink)
            {
                entry.LinkName = "/etc/hostname";
            }

            writer.WriteEntry(entry);
        }

        ServedArchive.Read(bytes.ToArray())!.ShouldHaveSingleItem().Value.ShouldBeEmpty();
    }
}
