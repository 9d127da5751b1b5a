using System.Runtime.InteropServices;

namespace HotelCancellation.Training;

/// <summary>
/// LightGBM's OpenMP threads spin while they wait for each other. On a machine that has anything else to do, such as
/// answering predictions, each then burns time slices that the others need: a training of 5 seconds was seen to take minutes.
/// Told to sleep instead, they share the machine.
/// </summary>
internal static partial class OpenMpThreads
{
    private static readonly Lazy<bool> Passive = new(() =>
        !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && SetEnv("OMP_WAIT_POLICY", "PASSIVE", 0) == 0);

    /// <summary>To be called before LightGBM's library is loaded. An OMP_WAIT_POLICY that is set already stays.</summary>
    public static void SleepWhileWaiting() => _ = Passive.Value;

    // Environment.SetEnvironmentVariable changes the runtime's copy only; the native library reads the process's own.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
