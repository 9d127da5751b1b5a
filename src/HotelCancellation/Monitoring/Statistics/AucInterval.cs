namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// The area under the ROC curve with its interval. E. DeLong, D. DeLong and D. Clarke-Pearson, <i>Comparing the areas under two or more
/// correlated receiver operating characteristic curves</i>, Biometrics 44 (1988), by the midranks of X. Sun and W. Xu, <i>Fast implementation
/// of DeLong's algorithm</i>, IEEE Signal Process. Lett. 21 (2014).
/// </summary>
public static class AucInterval
{
    /// <summary>The area; the interval is normal and cut to 0 to 1.</summary>
    /// <param name="probabilities">Each 0 to 1.</param>
    /// <param name="outcomes">Whether each was cancelled.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <returns><see cref="Interval.None"/> where there are fewer than two of either outcome.</returns>
    public static Interval Of(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes, double confidence = Interval.DefaultConfidence)
    {
        if (probabilities.Count != outcomes.Count)
        {
            throw new ArgumentException($"{probabilities.Count} probabilities and {outcomes.Count} outcomes; as many of each are needed.", nameof(outcomes));
        }

        double[] cancelled = [.. probabilities.Where((_, i) => outcomes[i])];
        double[] kept = [.. probabilities.Where((_, i) => !outcomes[i])];
        if (cancelled.Length < 2 || kept.Length < 2)
        {
            return Interval.None;
        }

        Array.Sort(cancelled);
        Array.Sort(kept);
        var above = Array.ConvertAll(cancelled, p => Below(kept, p) / kept.Length);
        var below = Array.ConvertAll(kept, p => 1 - (Below(cancelled, p) / cancelled.Length));
        var auc = above.Average();
        var spread = Math.Sqrt((Variance(above) / cancelled.Length) + (Variance(below) / kept.Length));
        var half = Interval.Z(confidence) * spread;
        return new Interval(auc, Math.Max(0, auc - half), Math.Min(1, auc + half));
    }

    /// <summary>How many lie below, and half of those that are equal.</summary>
    private static double Below(double[] sorted, double value) => (First(sorted, value, strict: false) + First(sorted, value, strict: true)) / 2.0;

    private static int First(double[] sorted, double value, bool strict)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (strict && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }
}
