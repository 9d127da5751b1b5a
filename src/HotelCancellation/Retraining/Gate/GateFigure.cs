namespace HotelCancellation.Retraining.Gate;

/// <summary>Figures as a verdict writes them.</summary>
internal static class GateFigure
{
    /// <summary>The number, or null where JSON has none.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>A gain with its limits in words.</summary>
    public static string Change(Monitoring.Statistics.Interval gain) =>
        FormattableString.Invariant($"{Change(gain.Value)} ({Math.Round(gain.Low, 4) + 0.0:0.0000} to {Math.Round(gain.High, 4) + 0.0:0.0000})");

    private static string Change(double gain) =>
        FormattableString.Invariant($"{Math.Abs(gain):0.0000} {(gain < 0 ? "worse" : "better")}");
}
