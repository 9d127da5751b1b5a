namespace HotelCancellation.Training;

/// <summary>How well probabilities foretell outcomes.</summary>
public sealed record BinaryMetrics
{
    /// <summary>Rows.</summary>
    public required int N { get; init; }

    /// <summary>Share of rows that were cancelled.</summary>
    public required double Base { get; init; }

    /// <summary>Mean probability.</summary>
    public required double MeanP { get; init; }

    /// <summary>Area under the ROC curve, 0 to 1; NaN where one outcome is missing.</summary>
    public required double Auc { get; init; }

    /// <summary>Average precision, 0 to 1: sum over thresholds of (recall gained) x precision.</summary>
    public required double Ap { get; init; }

    /// <summary>Mean squared error of the probability, 0 to 1. G. Brier, Monthly Weather Review 78 (1950).</summary>
    public required double Brier { get; init; }

    /// <summary>Mean negative log likelihood, in nats.</summary>
    public required double LogLoss { get; init; }

    /// <summary>F1 of "probability &gt; 0.5".</summary>
    public required double F1AtHalf { get; init; }

    /// <summary>The best F1 over the thresholds 0.10, 0.11, ... 0.90.</summary>
    public required double F1Best { get; init; }

    /// <summary>The threshold of <see cref="F1Best"/>.</summary>
    public required double ThresholdBest { get; init; }

    /// <summary>
    /// Expected calibration error over 15 bins of equal count: mean absolute difference of mean probability and share
    /// cancelled. M. Naeini et al., <i>Obtaining well calibrated probabilities using Bayesian binning</i>, AAAI 2015.
    /// </summary>
    public required double CalibrationError { get; init; }

    private const double LogLossFloor = 1e-15;
    private const int CalibrationBins = 15;

    /// <summary>Computes all of them.</summary>
    /// <param name="probabilities">Each 0 to 1.</param>
    /// <param name="outcomes">Whether each row was cancelled, in the same order.</param>
    /// <exception cref="ArgumentException">The lengths differ or there is no row.</exception>
    public static BinaryMetrics Of(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes)
    {
        if (probabilities.Count != outcomes.Count || probabilities.Count == 0)
        {
            throw new ArgumentException($"{probabilities.Count} probabilities and {outcomes.Count} outcomes; the same number of each is needed, at least one.", nameof(outcomes));
        }

        var n = probabilities.Count;
        var p = probabilities.ToArray();
        var y = outcomes.ToArray();
        Array.Sort(p, y);
        double brier = 0, logLoss = 0;
        for (var i = 0; i < n; i++)
        {
            var error = p[i] - (y[i] ? 1 : 0);
            brier += error * error;
            logLoss -= Math.Log(Math.Clamp(y[i] ? p[i] : 1 - p[i], LogLossFloor, 1));
        }

        var positives = y.Count(v => v);
        var (auc, ap) = RankMetrics(p, y, positives);
        var (best, threshold) = BestF1(p, y, positives);
        return new BinaryMetrics
        {
            N = n,
            Base = (double)positives / n,
            MeanP = p.Average(),
            Auc = auc,
            Ap = ap,
            Brier = brier / n,
            LogLoss = logLoss / n,
            F1AtHalf = F1(p, y, positives, 0.5),
            F1Best = best,
            ThresholdBest = threshold,
            CalibrationError = Ece(p, y),
        };
    }

    /// <summary>The metrics by the names that manifests and JSON output use.</summary>
    public IReadOnlyDictionary<string, double> ByName() => new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        ["n"] = N,
        ["base"] = Base,
        ["meanP"] = MeanP,
        ["auc"] = Auc,
        ["ap"] = Ap,
        ["brier"] = Brier,
        ["logLoss"] = LogLoss,
        ["f1AtHalf"] = F1AtHalf,
        ["f1Best"] = F1Best,
        ["thresholdBest"] = ThresholdBest,
        ["calibrationError"] = CalibrationError,
    };

    // Rows with equal probability are one step of either curve.
    private static (double Auc, double Ap) RankMetrics(double[] p, bool[] y, int positives)
    {
        var negatives = p.Length - positives;
        double area = 0, ap = 0;
        int truePositives = 0, seen = 0;
        for (var end = p.Length; end > 0;)
        {
            var start = end - 1;
            while (start > 0 && p[start - 1] == p[end - 1])
            {
                start--;
            }

            var hits = 0;
            for (var i = start; i < end; i++)
            {
                hits += y[i] ? 1 : 0;
            }

            var misses = end - start - hits;
            area += misses * (truePositives + (hits / 2.0));
            truePositives += hits;
            seen += end - start;
            ap += hits * ((double)truePositives / seen);
            end = start;
        }

        return (positives == 0 || negatives == 0 ? double.NaN : area / ((double)positives * negatives), positives == 0 ? double.NaN : ap / positives);
    }

    private static (double F1, double Threshold) BestF1(double[] p, bool[] y, int positives)
    {
        var best = (F1: 0.0, Threshold: 0.5);
        for (var percent = 10; percent <= 90; percent++)
        {
            var f1 = F1(p, y, positives, percent / 100.0);
            best = f1 > best.F1 ? (f1, percent / 100.0) : best;
        }

        return best;
    }

    private static double F1(double[] p, bool[] y, int positives, double threshold)
    {
        var first = Array.BinarySearch(p, threshold);
        first = first < 0 ? ~first : first;
        while (first < p.Length && p[first] <= threshold)
        {
            first++;
        }

        var hits = 0;
        for (var i = first; i < p.Length; i++)
        {
            hits += y[i] ? 1 : 0;
        }

        return positives + p.Length - first == 0 ? 0 : 2.0 * hits / (positives + p.Length - first);
    }

    private static double Ece(double[] p, bool[] y)
    {
        var bins = Math.Min(CalibrationBins, p.Length);
        double error = 0;
        for (var b = 0; b < bins; b++)
        {
            var (from, to) = ((int)((long)p.Length * b / bins), (int)((long)p.Length * (b + 1) / bins));
            double difference = 0;
            for (var i = from; i < to; i++)
            {
                difference += p[i] - (y[i] ? 1 : 0);
            }

            error += Math.Abs(difference);
        }

        return error / p.Length;
    }
}
