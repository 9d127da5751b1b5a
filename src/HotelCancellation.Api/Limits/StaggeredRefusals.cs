namespace HotelCancellation.Api.Limits;

/// <summary>
/// How long each refusal is held back, and when its caller is told to come again. Callers who were refused together would come again together, be too many together, and leave the host with nothing to do in between;
/// so some are held longer than others, and told to stay away for longer, at most twice as long. Safe for many threads.
/// </summary>
/// <param name="hold">How long a refusal is held back at least.</param>
/// <param name="retryAfterSeconds">After how long a caller is told to come again at least.</param>
internal sealed class StaggeredRefusals(TimeSpan hold, int retryAfterSeconds)
{
    // Its multiples, without their whole part, are spread as evenly as any.
    private const double GoldenRatio = 0.618_033_988_749_894_9;
    private long _count;

    /// <summary>The next refusal.</summary>
    public (TimeSpan Hold, int RetryAfterSeconds) Next()
    {
        var number = Interlocked.Increment(ref _count);
        return (hold * (1 + (number * GoldenRatio % 1)), retryAfterSeconds + (int)(number % (retryAfterSeconds + 1)));
    }
}
