using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HotelCancellation.Registry;

/// <summary>Arrays of numbers as bytes, one after the other, the low byte of a number first on any machine.</summary>
internal static class LittleEndian
{
    /// <summary>Writes numbers, and goes on behind them.</summary>
    public static void Put<T>(scoped ReadOnlySpan<T> values, ref Span<byte> rest)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(rest);
        Turn<T>(rest[..bytes.Length]);
        rest = rest[bytes.Length..];
    }

    /// <summary>Reads numbers, and goes on behind them.</summary>
    public static T[] Take<T>(int count, ref ReadOnlySpan<byte> rest)
        where T : unmanaged
    {
        var values = new T[count];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        rest[..bytes.Length].CopyTo(bytes);
        Turn<T>(bytes);
        rest = rest[bytes.Length..];
        return values;
    }

    /// <summary>Turns each number round on a big-endian machine; its own inverse.</summary>
    private static void Turn<T>(Span<byte> bytes)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            var size = Unsafe.SizeOf<T>();
            for (var i = 0; i < bytes.Length; i += size)
            {
                bytes.Slice(i, size).Reverse();
            }
        }
    }
}
