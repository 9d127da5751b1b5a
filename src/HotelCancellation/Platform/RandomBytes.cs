using System.Security.Cryptography;

namespace HotelCancellation.Platform;

/// <summary>
/// Bytes of the system's cryptographic generator, drawn many at a time: a call into the system costs more than the rest of making an id. None is given twice. Safe for many threads.
/// </summary>
internal static class RandomBytes
{
    private const int Drawn = 1_024;

    [ThreadStatic]
    private static byte[]? s_bytes;

    [ThreadStatic]
    private static int s_left;

    /// <summary>Fills a span of at most a kilobyte.</summary>
    public static void Fill(Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Length, Drawn, nameof(target));
        var bytes = s_bytes ??= new byte[Drawn];
        if (s_left < target.Length)
        {
            RandomNumberGenerator.Fill(bytes);
            s_left = Drawn;
        }

        var drawn = bytes.AsSpan(Drawn - s_left, target.Length);
        drawn.CopyTo(target);
        drawn.Clear();
        s_left -= target.Length;
    }
}
