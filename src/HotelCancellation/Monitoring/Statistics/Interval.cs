namespace HotelCancellation.Monitoring.Statistics;

/// <summary>An estimate with the limits that it lies between with a stated confidence.</summary>
/// <param name="Value">The estimate; NaN where there is none.</param>
/// <param name="Low">The lower limit.</param>
/// <param name="High">The upper limit.</param>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>The confidence that is used where none is asked for.</summary>
    public const double DefaultConfidence = 0.95;

    /// <summary>No estimate.</summary>
    public static Interval None { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Half of what a normal estimate's interval is wide, in standard deviations.</summary>
    internal static double Z(double confidence) => Distributions.NormalQuantile((1 + confidence) / 2);
}
