namespace HotelCancellation.Benchmarks.Bulk;

/// <summary>Rows a second of something that is done once.</summary>
internal static class Rate
{
    /// <summary>Measures it.</summary>
    public static double Of(int rows, Action run)
    {
        var started = TimeProvider.System.GetTimestamp();
        run();
        return rows / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The best of several times.</summary>
    public static double BestOf(int times, int rows, Action run) => Enumerable.Range(0, times).Max(_ => Of(rows, run));
}
