using System.Diagnostics;

namespace HotelCancellation.Platform;

/// <summary>Does work that may take its time, a quarter of a millisecond at a time: a request that comes meanwhile waits no longer for it, however busy the processors are and whatever their scheduler does.</summary>
internal static class QuietThread
{
    private static readonly TimeSpan Turn = TimeSpan.FromMicroseconds(250);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(1);
    private static readonly ManualResetEvent Never = new(initialState: false);

    /// <summary>What this thread does when its turn is over; null on others than quiet ones.</summary>
    [ThreadStatic]
    private static Action? _rest;

    /// <summary>When its turn began.</summary>
    [ThreadStatic]
    private static long _turn;

    /// <summary>Does it, on a thread of its own.</summary>
    /// <param name="work">What to do; it calls <see cref="Pause"/> again and again.</param>
    public static Task<T> RunAsync<T>(Func<T> work) => RunAsync(work, () => Never.WaitOne(Rest));

    /// <summary>Does it, and what is given instead of resting.</summary>
    internal static Task<T> RunAsync<T>(Func<T> work, Action rest) => Task.Factory.StartNew(
        () =>
        {
            (_rest, _turn) = (rest, Stopwatch.GetTimestamp());
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously,
        TaskScheduler.Default);

    /// <summary>Leaves the processor to others for a moment where the turn of a quiet thread is over; nothing on any other thread.</summary>
    public static void Pause()
    {
        if (_rest is { } rest && Stopwatch.GetElapsedTime(_turn) > Turn)
        {
            rest();
            _turn = Stopwatch.GetTimestamp();
        }
    }
}
