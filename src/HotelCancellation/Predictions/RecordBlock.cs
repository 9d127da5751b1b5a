using System.Buffers.Binary;

namespace HotelCancellation.Predictions;

/// <summary>What stands before each block of records: enough to pass over it. Little-endian, after <see cref="Magic"/> in the order of the fields.</summary>
/// <param name="PayloadBytes">Bytes of the block that follow.</param>
/// <param name="RawBytes">The same uncompressed.</param>
/// <param name="Count">Records.</param>
/// <param name="FirstMilliseconds">The earliest time of an id, Unix milliseconds.</param>
/// <param name="LastMilliseconds">The latest.</param>
/// <param name="Dropped">Records that the process dropped since its block before.</param>
/// <param name="Failed">Requests for predictions that failed since then.</param>
internal readonly record struct RecordBlock(int PayloadBytes, int RawBytes, int Count, long FirstMilliseconds, long LastMilliseconds, int Dropped, int Failed)
{
    public const int Bytes = 40;
    private const int LargestBlock = 1 << 28;
    private const uint Magic = 0x3150_4348;

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], PayloadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], RawBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], FirstMilliseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], LastMilliseconds);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[32..], Dropped);

        // Where failures were not counted yet, these were the upper bytes of what was dropped, and 0.
        BinaryPrimitives.WriteInt32LittleEndian(bytes[36..], Failed);
    }

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static RecordBlock Read(ReadOnlySpan<byte> bytes)
    {
        var block = new RecordBlock(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[36..]));
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic && block is { PayloadBytes: >= 0 and < LargestBlock, RawBytes: >= 0 and < LargestBlock, Count: >= 0 }
            ? block
            : throw new InvalidDataException("No block of predictions begins here.");
    }
}
