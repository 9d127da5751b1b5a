namespace HotelCancellation.Model;

/// <summary>
/// Corrects log-odds to what was observed: corrected = intercept + slope x raw. J. Platt, <i>Probabilistic outputs for
/// support vector machines</i> (1999), equation 1, on the scale of log-odds.
/// </summary>
/// <param name="Intercept">In log-odds.</param>
/// <param name="Slope">Greater than 0, so that the order of bookings stays.</param>
public sealed record Calibration(double Intercept, double Slope)
{
    /// <summary>Changes nothing.</summary>
    public static Calibration None { get; } = new(0, 1);

    /// <summary>The corrected log-odds.</summary>
    public double Apply(double rawLogOdds) => Intercept + (Slope * rawLogOdds);
}
