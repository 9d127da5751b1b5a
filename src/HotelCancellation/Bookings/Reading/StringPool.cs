namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// Gives the same string for the same characters, so that the few values of a category are allocated once. Bounded: a
/// bucket holds the last string that fell into it. Not for use by two threads at once.
/// </summary>
internal sealed class StringPool
{
    private readonly string?[] _buckets = new string?[4096];

    public string Get(ReadOnlySpan<char> text)
    {
        ref var bucket = ref _buckets[string.GetHashCode(text, StringComparison.Ordinal) & (_buckets.Length - 1)];
        return bucket is not null && text.SequenceEqual(bucket) ? bucket : bucket = text.ToString();
    }
}
