using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace HotelCancellation.Platform;

/// <summary>
/// Does work that may take its time on a thread of its own, to which every other thread of the machine is preferred: requests that come meanwhile do not wait for it. Where the
/// operating system has no such preference for threads (all but Linux), it is an ordinary thread.
/// </summary>
internal static partial class QuietThread
{
    // As nice(1) does it unless told otherwise: about a tenth of a processor where all are busy, so that the work ends whatever else is done.
    private const int Niceness = 10;
    private const int Process = 0;
    private const int ThisThread = 0;

    /// <summary>Does it.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="work">What to do; nothing that gives work to the thread pool.</param>
    /// <remarks>
    /// A thread is as quiet as the one that starts it, and whoever gives work to the thread pool may have to start a thread for it. So this one does not say itself that it is done, but another that waits for it:
    /// the pool's threads, which answer requests, stay as they are.
    /// </remarks>
    public static Task<T> RunAsync<T>(string name, Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            var (result, fault) = (default(T), default(ExceptionDispatchInfo));
            var thread = new Thread(() =>
            {
                try
                {
                    if (OperatingSystem.IsLinux())
                    {
                        // Of the thread alone, though its parameter is called a process (setpriority(2), C library and kernel differences). Where it is refused, the thread is as others are.
                        _ = SetPriority(Process, ThisThread, Niceness);
                    }

                    result = work();
                }
                catch (Exception e)
                {
                    fault = ExceptionDispatchInfo.Capture(e);
                }
            })
            {
                IsBackground = true,
                Name = name,
            };
            thread.Start();
            thread.Join();
            fault?.Throw();
            return result!;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously,
        TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int niceness);
}
