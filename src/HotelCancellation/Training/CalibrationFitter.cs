using HotelCancellation.Model;

namespace HotelCancellation.Training;

/// <summary>
/// Fits a <see cref="Calibration"/> by maximum likelihood with Newton's method, with the smoothed targets of H. Lin, C. Lin
/// and R. Weng, <i>A note on Platt's probabilistic outputs for support vector machines</i>, Machine Learning 68 (2007), section 2.
/// </summary>
public static class CalibrationFitter
{
    private const int LargestSteps = 100;
    private const double SmallestSlope = 0.05;
    private const double Ridge = 1e-9;

    /// <summary>Fits intercept and slope.</summary>
    /// <param name="logOdds">Raw log-odds of rows that the model was not trained on.</param>
    /// <param name="outcomes">Whether each row was cancelled, in the same order.</param>
    /// <returns>No correction where only one outcome occurs; a slope never below 0.05, so that the order of bookings stays.</returns>
    public static Calibration Fit(IReadOnlyList<double> logOdds, IReadOnlyList<bool> outcomes)
    {
        var positives = outcomes.Count(o => o);
        var negatives = outcomes.Count - positives;
        if (positives == 0 || negatives == 0)
        {
            return Calibration.None;
        }

        var (high, low) = ((positives + 1.0) / (positives + 2.0), 1 / (negatives + 2.0));
        double a = 0, b = 1, loss = Loss(logOdds, outcomes, high, low, a, b);
        for (var step = 0; step < LargestSteps; step++)
        {
            double ga = 0, gb = 0, haa = Ridge, hab = 0, hbb = Ridge;
            for (var i = 0; i < logOdds.Count; i++)
            {
                var p = CancellationModel.Sigmoid(a + (b * logOdds[i]));
                var (error, weight) = (p - (outcomes[i] ? high : low), p * (1 - p));
                ga += error;
                gb += error * logOdds[i];
                haa += weight;
                hab += weight * logOdds[i];
                hbb += weight * logOdds[i] * logOdds[i];
            }

            var determinant = (haa * hbb) - (hab * hab);
            if (determinant <= 0)
            {
                break;
            }

            var (da, db) = (((hbb * ga) - (hab * gb)) / determinant, ((haa * gb) - (hab * ga)) / determinant);
            var size = 1.0;
            var next = Loss(logOdds, outcomes, high, low, a - da, b - db);
            while (next > loss && size > 1e-6)
            {
                size /= 2;
                next = Loss(logOdds, outcomes, high, low, a - (size * da), b - (size * db));
            }

            (a, b) = (a - (size * da), b - (size * db));
            if (Math.Abs(loss - next) < 1e-10 * outcomes.Count)
            {
                break;
            }

            loss = next;
        }

        return new Calibration(a, Math.Max(b, SmallestSlope));
    }

    private static double Loss(IReadOnlyList<double> logOdds, IReadOnlyList<bool> outcomes, double high, double low, double a, double b)
    {
        double loss = 0;
        for (var i = 0; i < logOdds.Count; i++)
        {
            var z = a + (b * logOdds[i]);
            // log(1 + e^z) - target x z, without overflow.
            loss += Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - ((outcomes[i] ? high : low) * z);
        }

        return loss;
    }
}
