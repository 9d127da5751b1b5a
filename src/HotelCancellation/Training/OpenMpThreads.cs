using System.Runtime.InteropServices;

namespace HotelCancellation.Training;

/// <summary>
/// LightGBM's OpenMP threads spin while they wait for each other. On a machine that has anything else to do, such as
/// answering predictions, each then burns time slices that the others need: a training of 5 seconds was seen to take minutes.
/// Told to sleep at once they share the machine, but falling asleep and being woken costs more than a small piece of work: two
/// such threads took 1.6 times as long as one. So they spin for some microseconds, and then sleep.
/// </summary>
internal static partial class OpenMpThreads
{
    private const string Spins = "1000";

    /// <summary>
    /// Where nobody waits for the process but whoever started it. Not the machine's processors: the library adds up in another order with another number, which moves the last digit of a leaf and with it the version.
    /// </summary>
    public const int Alone = 2;

    // Below this a thread more gains little on a machine that does nothing else, and loses much on one that does.
    private const int RowsPerThread = 100_000;

    private static readonly Lazy<bool> Passive = new(() =>
        !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null
        && SetEnv("OMP_WAIT_POLICY", "PASSIVE", 0) == 0 && SetEnv("GOMP_SPINCOUNT", Spins, 0) == 0);

    /// <summary>To be called before LightGBM's library is loaded. An OMP_WAIT_POLICY or GOMP_SPINCOUNT that is set already stays.</summary>
    public static void SleepWhileWaiting() => _ = Passive.Value;

    /// <summary>As many threads as are worth it for so many rows beside other work; the same on every machine.</summary>
    public static int For(int rows) => Math.Clamp(rows / RowsPerThread, 1, Alone);

    // Environment.SetEnvironmentVariable changes the runtime's copy only; the native library reads the process's own.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
