using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HotelCancellation.Model;

namespace HotelCancellation.Registry;

/// <summary>
/// The bytes of <c>ensemble.bin</c>, little-endian: <c>HCTE</c>, format version, features, trees, nodes, leaves (each a
/// 32-bit number), then one after the other the arrays of <see cref="TreeEnsemble"/>: roots (i32), features (u16),
/// thresholds (f32), left and right children (i32), leaf values (f64), covers of nodes and of leaves (f32). Nothing follows.
/// </summary>
internal static class EnsembleFormat
{
    /// <summary>The version of the format that this program writes and reads.</summary>
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

        var bytes = new byte[Length(ensemble.Roots.Length, ensemble.Feature.Length, ensemble.LeafValue.Length)];
        Magic.CopyTo(bytes);
        int[] header = [FormatVersion, ensemble.FeatureCount, ensemble.Roots.Length, ensemble.Feature.Length, ensemble.LeafValue.Length];
        var rest = bytes.AsSpan(Magic.Length);
        Put<int>(header, ref rest);
        Put<int>(ensemble.Roots, ref rest);
        Put<ushort>(ensemble.Feature, ref rest);
        Put<float>(ensemble.Threshold, ref rest);
        Put<int>(ensemble.Left, ref rest);
        Put<int>(ensemble.Right, ref rest);
        Put<double>(ensemble.LeafValue, ref rest);
        Put<float>(ensemble.NodeCover, ref rest);
        Put<float>(ensemble.LeafCover, ref rest);
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
        if (version != FormatVersion)
        {
            return (null, $"Its format version is {version}; this program reads {FormatVersion}.");
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
            Roots = Take<int>((int)trees, ref rest),
            Feature = Take<ushort>((int)nodes, ref rest),
            Threshold = Take<float>((int)nodes, ref rest),
            Left = Take<int>((int)nodes, ref rest),
            Right = Take<int>((int)nodes, ref rest),
            LeafValue = Take<double>((int)leaves, ref rest),
            NodeCover = Take<float>((int)nodes, ref rest),
            LeafCover = Take<float>((int)leaves, ref rest),
        };
        return EnsembleCheck.Fault(ensemble) is { } fault ? (null, fault) : (ensemble, null);
    }

    private static long Length(long trees, long nodes, long leaves) =>
        HeaderBytes + (trees * sizeof(int)) + (nodes * BytesPerNode) + (leaves * BytesPerLeaf);

    private static uint Number(ReadOnlySpan<byte> header, int index) => BinaryPrimitives.ReadUInt32LittleEndian(header[(index * sizeof(uint))..]);

    private static void Put<T>(ReadOnlySpan<T> values, ref Span<byte> rest)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(rest);
        ToLittleEndian<T>(rest[..bytes.Length]);
        rest = rest[bytes.Length..];
    }

    private static T[] Take<T>(int count, ref ReadOnlySpan<byte> rest)
        where T : unmanaged
    {
        var values = new T[count];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        rest[..bytes.Length].CopyTo(bytes);
        ToLittleEndian<T>(bytes);
        rest = rest[bytes.Length..];
        return values;
    }

    /// <summary>Turns each number round on a big-endian machine; its own inverse.</summary>
    private static void ToLittleEndian<T>(Span<byte> bytes)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            for (var i = 0; i < bytes.Length; i += size)
            {
                bytes.Slice(i, size).Reverse();
            }
        }
    }
}
