using System.Diagnostics;

namespace HotelCancellation.Platform;

/// <summary>Does work that may take its time, a quarter of a millisecond at a time: a request that comes meanwhile waits no longer for it, however busy the processors are and whatever their scheduler does.</summary>
internal static class QuietThread
{
    private static readonly TimeSpan Turn = TimeSpan.FromMicroseconds(250);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(1);
    private static readonly ManualResetEvent Never = new(initialState: false);

    /// <summary>When this thread began its turn, if it is a quiet one.</summary>
    [ThreadStatic]
    private static long? _turn;

    /// <summary>Does it, on a thread of its own.</summary>
    /// <param name="work">What to do; it calls <see cref="Pause"/> again and again.</param>
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            _turn = Stopwatch.GetTimestamp();
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously,
        TaskScheduler.Default);

    /// <summary>Leaves the processor to others for a moment where the turn of a quiet thread is over; nothing on any other thread.</summary>
    public static void Pause()
    {
        if (_turn is { } since && Stopwatch.GetElapsedTime(since) > Turn)
        {
            Never.WaitOne(Rest);
            _turn = Stopwatch.GetTimestamp();
        }
    }
}
