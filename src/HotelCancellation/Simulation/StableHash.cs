namespace HotelCancellation.Simulation;

/// <summary>
/// FNV-1a over the UTF-16 units of a text (G. Fowler, L. Noll, K.-P. Vo, 1991), to key a stream by a name: the hash of
/// <see cref="string"/> is another one in every process.
/// </summary>
internal static class StableHash
{
    /// <summary>The hash of a text.</summary>
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }
}
