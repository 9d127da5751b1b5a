using System.Text;
using HotelCancellation.Bookings;

namespace HotelCancellation.Features.Store;

/// <summary>
/// Additions as bytes: for each series its scope, day, name and additions by day; whole numbers in seven bits a byte, signs zigzag, days as
/// differences, and of the seven counts only those that are not 0, which a first byte names.
/// </summary>
internal static class LedgerBytes
{
    private const byte Format = 1;

    public static byte[] Write(IEnumerable<(LedgerKey Key, IReadOnlyList<(int Day, LedgerCounts Counts)> Additions)> series)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Format);
        foreach (var (key, additions) in series)
        {
            writer.Write((byte)key.Scope);
            writer.Write7BitEncodedInt(key.Day);
            writer.Write(key.Name);
            writer.Write7BitEncodedInt(additions.Count);
            var day = 0;
            foreach (var (each, counts) in additions)
            {
                writer.Write7BitEncodedInt(each - day);
                Write(writer, counts);
                day = each;
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write(IEnumerable{ValueTuple{LedgerKey, IReadOnlyList{ValueTuple{int, LedgerCounts}}}})"/> wrote.</exception>
    public static IEnumerable<(LedgerKey Key, (int Day, LedgerCounts Counts)[] Additions)> Read(PropertyId propertyId, Stream bytes)
    {
        using var reader = new BinaryReader(bytes, Encoding.UTF8);
        if (reader.ReadByte() is var format && format != Format)
        {
            throw new InvalidDataException($"A row of features has format {format}; this program reads {Format}.");
        }

        while (bytes.Position < bytes.Length)
        {
            var scope = (LedgerScope)reader.ReadByte();
            var key = new LedgerKey(propertyId, scope, reader.Read7BitEncodedInt(), reader.ReadString());
            var additions = new (int Day, LedgerCounts Counts)[reader.Read7BitEncodedInt()];
            var day = 0;
            for (var i = 0; i < additions.Length; i++)
            {
                day += reader.Read7BitEncodedInt();
                additions[i] = (day, ReadCounts(reader));
            }

            yield return (key, additions);
        }
    }

    private static void Write(BinaryWriter writer, LedgerCounts c)
    {
        Span<long> values = [c.Booked, c.Active, c.Cancelled, c.Matured, c.MaturedCancelled, c.MaturedNights, c.AdrCents];
        var mask = 0;
        for (var i = 0; i < values.Length; i++)
        {
            mask |= values[i] == 0 ? 0 : 1 << i;
        }

        writer.Write((byte)mask);
        foreach (var value in values)
        {
            if (value != 0)
            {
                writer.Write7BitEncodedInt64((value << 1) ^ (value >> 63));
            }
        }
    }

    private static LedgerCounts ReadCounts(BinaryReader reader)
    {
        Span<long> values = stackalloc long[7];
        var mask = reader.ReadByte();
        for (var i = 0; i < values.Length; i++)
        {
            if ((mask & (1 << i)) != 0)
            {
                var folded = reader.Read7BitEncodedInt64();
                values[i] = (long)((ulong)folded >> 1) ^ -(folded & 1);
            }
        }

        return new LedgerCounts((int)values[0], (int)values[1], (int)values[2], (int)values[3], (int)values[4], (int)values[5], values[6]);
    }
}
