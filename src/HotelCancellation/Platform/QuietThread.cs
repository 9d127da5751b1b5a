using System.Diagnostics;
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

    // A thread that wakes takes the processor at once from one that wants it for longer at a time, and others want it for 1 to 3 ms; with the niceness alone, it waits until the other's time is
    // over (Linux 6.12; before it, this is ignored).
    private const ulong SliceNanoseconds = 10_000_000;

    private static readonly TimeSpan Turn = TimeSpan.FromMicroseconds(250);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(1);
    private static readonly ManualResetEvent Never = new(initialState: false);

    /// <summary>When this thread began to work, if it is a quiet one.</summary>
    [ThreadStatic]
    private static long? _working;

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
                        BeQuiet();
                    }

                    _working = Stopwatch.GetTimestamp();
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

    /// <summary>Leaves the processor for a moment if this is a quiet thread and has worked for a while; long work calls it again and again.</summary>
    public static void Pause()
    {
        if (_working is { } since && Stopwatch.GetElapsedTime(since) > Turn)
        {
            Never.WaitOne(Rest);
            _working = Stopwatch.GetTimestamp();
        }
    }

    private static void BeQuiet()
    {
        // The C library has no function for it, and its number differs (syscalls(2)).
        long? number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 314,
            Architecture.Arm64 => 274,
            _ => null,
        };
        var attributes = new SchedulingAttributes { Size = (uint)Marshal.SizeOf<SchedulingAttributes>(), Nice = Niceness, Runtime = SliceNanoseconds };
        if (number is not { } setAttributes || SetAttributes(setAttributes, ThisThread, in attributes, 0) != 0)
        {
            // Of the thread alone, though its parameter is called a process (setpriority(2), C library and kernel differences). Where it is refused, the thread is as others are.
            _ = SetPriority(Process, ThisThread, Niceness);
        }
    }

    /// <summary>As sched_setattr(2) has it; the policy 0 is that of all threads.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SchedulingAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial long SetAttributes(long number, int thread, in SchedulingAttributes attributes, uint flags);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int niceness);
}
