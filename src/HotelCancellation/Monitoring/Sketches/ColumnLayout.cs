using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HotelCancellation.Monitoring.Sketches;

/// <summary>
/// What of a column is counted: parts that are frozen at the reference, so that all later sketches can be merged and compared. Immutable.
/// </summary>
public abstract class ColumnLayout
{
    /// <summary>A part of the reference smaller than this is joined with others.</summary>
    public const double LeastShare = 0.01;

    private ulong? _fingerprint;

    /// <summary>Parts that the population stability index compares, without missing and unseen.</summary>
    public abstract int PartCount { get; }

    /// <summary>Whether parts have an order.</summary>
    public abstract bool IsOrdered { get; }

    /// <summary>The first eight bytes of its content's SHA-256: sketches with the same one can be merged.</summary>
    public ulong Fingerprint => _fingerprint ??= BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(ToBytes()));

    /// <summary>An empty sketch.</summary>
    public abstract ColumnSketch NewSketch();

    /// <summary>The layout as bytes, the first of them the version of the format.</summary>
    public abstract byte[] ToBytes();

    /// <summary>The sketch of this layout that <see cref="ColumnSketch.ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no sketch of this layout.</exception>
    public abstract ColumnSketch ReadSketch(byte[] bytes);

    /// <summary>A part in words.</summary>
    public abstract string Describe(int part);

    /// <summary>The layout that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no layout.</exception>
    public static ColumnLayout FromBytes(byte[] bytes) => (bytes.Length < 2 ? (byte)0 : bytes[1]) switch
    {
        NumberLayout.Kind => NumberLayout.Read(bytes),
        CategoryLayout.Kind => CategoryLayout.Read(bytes),
        _ => throw SketchReader.Broken("they are no layout"),
    };
}
