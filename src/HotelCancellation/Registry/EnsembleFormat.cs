using System.Buffers.Binary;
using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>
/// The bytes of <c>ensemble.bin</c>, little-endian: <c>HCTE</c>, format version, features, trees, nodes, leaves (each a
/// 32-bit number), then one after the other the arrays of <see cref="TreeEnsemble"/>: roots (i32), features (u16),
/// thresholds (f32), left and right children (i32), leaf values (f64), covers of nodes and of leaves (f32). Nothing follows.
/// What stands behind the header of leaves of few bits: <see cref="PackedEnsembleFormat"/>.
/// </summary>
internal static class EnsembleFormat
{
    /// <summary>The version of the format for leaves as they were trained.</summary>
    public const int FormatVersion = 1;

    private const int HeaderBytes = 24;
    private const int BytesPerNode = 2 + 4 + 4 + 4 + 4;
    private const int BytesPerLeaf = 8 + 4;

    private static ReadOnlySpan<byte> Magic => "HCTE"u8;

    /// <summary>Writes an ensemble.</summary>
    /// <exception cref="ArgumentException">The ensemble is not well-formed; the message says where.</exception>
    public static byte[] Write(TreeEnsemble ensemble)
    {
        if (EnsembleCheck.Fault(ensemble) is { } fault)
        {
            throw new ArgumentException(fault, nameof(ensemble));
        }

        var isPacked = ensemble.LeafBits < TreeEnsemble.DoubleBits;
        var body = isPacked ? PackedEnsembleFormat.Write(ensemble) : Arrays(ensemble);
        var bytes = new byte[HeaderBytes + body.Length];
        Magic.CopyTo(bytes);
        var rest = bytes.AsSpan(Magic.Length);
        LittleEndian.Put<int>([isPacked ? PackedEnsembleFormat.FormatVersion : FormatVersion, ensemble.FeatureCount, ensemble.Roots.Length, ensemble.Feature.Length, ensemble.LeafValue.Length], ref rest);
        body.CopyTo(rest);
        return bytes;
    }

    /// <summary>Reads an ensemble, whatever the bytes are.</summary>
    /// <returns>The ensemble, or null and what is wrong with the bytes.</returns>
    public static (TreeEnsemble? Ensemble, string? Fault) Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Magic))
        {
            return (null, "It is not a tree ensemble: it does not begin with HCTE and a header.");
        }

        var header = bytes[Magic.Length..];
        var (version, features, trees, nodes, leaves) = (Number(header, 0), Number(header, 1), Number(header, 2), Number(header, 3), Number(header, 4));
        if (version is not FormatVersion and not PackedEnsembleFormat.FormatVersion)
        {
            return (null, $"Its format version is {version}; this program reads {FormatVersion} and {PackedEnsembleFormat.FormatVersion}.");
        }

        if (version == PackedEnsembleFormat.FormatVersion)
        {
            return Checked(features > ushort.MaxValue ? (null, $"It has {features} features; at most {ushort.MaxValue} are allowed.") : PackedEnsembleFormat.Read(bytes[HeaderBytes..], (int)features, trees, nodes, leaves));
        }

        // The length is compared before anything is allocated, so that a wrong count cannot ask for memory.
        if (Length(trees, nodes, leaves) != bytes.Length || features > ushort.MaxValue)
        {
            return (null, $"Its header ({features} features, {trees} trees, {nodes} nodes, {leaves} leaves) does not fit its length of {bytes.Length} bytes.");
        }

        var rest = bytes[HeaderBytes..];
        var ensemble = new TreeEnsemble
        {
            FeatureCount = (int)features,
            Roots = LittleEndian.Take<int>((int)trees, ref rest),
            Feature = LittleEndian.Take<ushort>((int)nodes, ref rest),
            Threshold = LittleEndian.Take<float>((int)nodes, ref rest),
            Left = LittleEndian.Take<int>((int)nodes, ref rest),
            Right = LittleEndian.Take<int>((int)nodes, ref rest),
            LeafValue = LittleEndian.Take<double>((int)leaves, ref rest),
            NodeCover = LittleEndian.Take<float>((int)nodes, ref rest),
            LeafCover = LittleEndian.Take<float>((int)leaves, ref rest),
        };
        QuietThread.Pause();
        return Checked((ensemble, null));
    }

    private static byte[] Arrays(TreeEnsemble ensemble)
    {
        var bytes = new byte[Length(ensemble.Roots.Length, ensemble.Feature.Length, ensemble.LeafValue.Length) - HeaderBytes];
        var rest = bytes.AsSpan();
        LittleEndian.Put<int>(ensemble.Roots, ref rest);
        LittleEndian.Put<ushort>(ensemble.Feature, ref rest);
        LittleEndian.Put<float>(ensemble.Threshold, ref rest);
        LittleEndian.Put<int>(ensemble.Left, ref rest);
        LittleEndian.Put<int>(ensemble.Right, ref rest);
        LittleEndian.Put<double>(ensemble.LeafValue, ref rest);
        LittleEndian.Put<float>(ensemble.NodeCover, ref rest);
        LittleEndian.Put<float>(ensemble.LeafCover, ref rest);
        return bytes;
    }

    private static (TreeEnsemble? Ensemble, string? Fault) Checked((TreeEnsemble? Ensemble, string? Fault) read) =>
        read.Ensemble is { } ensemble && EnsembleCheck.Fault(ensemble) is { } fault ? (null, fault) : read;

    private static long Length(long trees, long nodes, long leaves) =>
        HeaderBytes + (trees * sizeof(int)) + (nodes * BytesPerNode) + (leaves * BytesPerLeaf);

    private static uint Number(ReadOnlySpan<byte> header, int index) => BinaryPrimitives.ReadUInt32LittleEndian(header[(index * sizeof(uint))..]);
}
