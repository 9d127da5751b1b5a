using System.Globalization;
using System.Runtime.InteropServices;

namespace HotelCancellation.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    public static void Describe(Figures figures)
    {
        figures.Add("processors", Environment.ProcessorCount, "processors that .NET sees");
        figures.Add("runtime", RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
        DescribeLoad(figures, "load_average_before");
    }

    /// <summary>The day, the processors, and how busy they are.</summary>
    public static string Now(TimeProvider time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} processors{(Load() is { } load ? $", load {load:0.0}" : "")}");

    /// <summary>The mean number of runnable processes over the last minute, which tells whether the machine was busy with anything else.</summary>
    public static void DescribeLoad(Figures figures, string key)
    {
        if (Load() is { } load)
        {
            figures.Add(key, load, "runnable processes over one minute");
        }
    }

    private static double? Load() => File.Exists(LoadFile) ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture) : null;
}
