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

    /// <summary>The mean number of runnable processes over the last minute, which tells whether the machine was busy with anything else.</summary>
    public static void DescribeLoad(Figures figures, string key)
    {
        if (File.Exists(LoadFile))
        {
            figures.Add(key, double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), "runnable processes over one minute");
        }
    }
}
