using HotelCancellation.Model;

namespace HotelCancellation.Training.Snapshots;

/// <summary>
/// Fits a correction of log-odds for each property, shrunk towards the one of all, and that towards none: the intercept that maximises
/// likelihood / <see cref="GroupSize"/> x a normal prior, by Newton's method. The likelihood is divided since bookings of one arrival day and
/// one group are lost together: so many of them tell as much as one alone (the design effect of L. Kish, <i>Survey Sampling</i>, 1965, section 5.4).
/// </summary>
public static class CalibrationByProperty
{
    /// <summary>Bookings that tell as much as one that is independent of all others.</summary>
    public const double GroupSize = 20;

    /// <summary>Standard deviation of the prior of a property's intercept around the common one, and of that around 0; in log-odds.</summary>
    public const double PriorSpread = 0.3;

    private const int Steps = 50;
    private const int SmallestGroup = 100;
    private const double Enough = 1e-9;

    /// <summary>Fits the corrections.</summary>
    /// <param name="answers">For each row its property, the uncorrected log-odds, and whether it was lost; rows that the model has not learned from.</param>
    /// <returns>The common correction, and those of properties with at least 100 rows.</returns>
    public static (Calibration Common, IReadOnlyDictionary<string, Calibration> ByProperty) Fit(IReadOnlyCollection<(string Property, double LogOdds, bool IsLost)> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var common = Intercept([.. answers], 0);
        var byProperty = answers.GroupBy(a => a.Property, StringComparer.Ordinal).Where(g => g.Count() >= SmallestGroup)
            .ToDictionary(g => g.Key, g => new Calibration(Intercept([.. g], common), 1), StringComparer.Ordinal);
        return (new Calibration(common, 1), byProperty);
    }

    private static double Intercept((string Property, double LogOdds, bool IsLost)[] rows, double prior)
    {
        var intercept = prior;
        for (var step = 0; step < Steps; step++)
        {
            double gradient = 0, curvature = 0;
            foreach (var (_, logOdds, isLost) in rows)
            {
                var p = CancellationModel.Sigmoid(intercept + logOdds);
                gradient += (isLost ? 1 : 0) - p;
                curvature += p * (1 - p);
            }

            const double Precision = 1 / (PriorSpread * PriorSpread);
            var move = ((gradient / GroupSize) - (Precision * (intercept - prior))) / ((curvature / GroupSize) + Precision);
            intercept += Math.Clamp(move, -1, 1);
            if (Math.Abs(move) < Enough)
            {
                break;
            }
        }

        return intercept;
    }
}
