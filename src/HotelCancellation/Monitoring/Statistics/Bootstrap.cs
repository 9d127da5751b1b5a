namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// Percentile intervals of F1 and the Brier score by B. Efron's bootstrap (Ann. Statist. 7, 1979) over clusters: whole arrival days are drawn,
/// so that bookings which are cancelled together stay together (A. Davison and D. Hinkley, <i>Bootstrap methods</i>, 1997, 3.8). The same
/// input and seed give the same interval.
/// </summary>
public static class Bootstrap
{
    /// <summary>Samples that are drawn where nothing else is asked for.</summary>
    public const int DefaultSamples = 1000;

    /// <summary>F1 of "probability at least <paramref name="threshold"/>", and the Brier score.</summary>
    /// <param name="probabilities">Each 0 to 1.</param>
    /// <param name="outcomes">Whether each was cancelled.</param>
    /// <param name="clusters">For each row the cluster that it belongs to, such as the day number of the arrival; null where each row is its own.</param>
    /// <param name="threshold">From here on a booking is said to be cancelled.</param>
    /// <param name="seed">Of the drawing.</param>
    /// <param name="samples">Samples drawn, 1 or more.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    public static (Interval F1, Interval Brier) Of(
        IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes, IReadOnlyList<int>? clusters, double threshold, int seed,
        int samples = DefaultSamples, double confidence = Interval.DefaultConfidence)
    {
        if (probabilities.Count != outcomes.Count || (clusters is not null && clusters.Count != outcomes.Count))
        {
            throw new ArgumentException($"{probabilities.Count} probabilities, {outcomes.Count} outcomes, {clusters?.Count} clusters; as many of each are needed.", nameof(outcomes));
        }

        if (outcomes.Count == 0)
        {
            return (Interval.None, Interval.None);
        }

        var sums = Sums(probabilities, outcomes, clusters, threshold);
        var random = new Random(seed);
        var (f1, brier) = (new double[samples], new double[samples]);
        for (var sample = 0; sample < samples; sample++)
        {
            var drawn = default(Tally);
            for (var i = 0; i < sums.Length; i++)
            {
                drawn = drawn.With(sums[random.Next(sums.Length)]);
            }

            (f1[sample], brier[sample]) = (drawn.F1, drawn.Brier);
        }

        var all = sums.Aggregate(default(Tally), (a, b) => a.With(b));
        return (Limits(all.F1, f1, confidence), Limits(all.Brier, brier, confidence));
    }

    private static Tally[] Sums(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes, IReadOnlyList<int>? clusters, double threshold)
    {
        // Sorted, so that the order of the rows changes nothing.
        var sums = new SortedDictionary<int, Tally>();
        for (var i = 0; i < outcomes.Count; i++)
        {
            var (p, y) = (probabilities[i], outcomes[i]);
            var error = p - (y ? 1 : 0);
            var said = p >= threshold;
            var key = clusters?[i] ?? i;
            sums[key] = sums.GetValueOrDefault(key).With(new Tally(1, error * error, said && y ? 1 : 0, said != y ? 1 : 0));
        }

        return [.. sums.Values];
    }

    private static Interval Limits(double value, double[] samples, double confidence)
    {
        Array.Sort(samples);
        var tail = (1 - confidence) / 2 * (samples.Length - 1);
        return new Interval(value, samples[(int)Math.Floor(tail)], samples[(int)Math.Ceiling(samples.Length - 1 - tail)]);
    }

    private readonly record struct Tally(long Rows, double Squares, long Hits, long Misses)
    {
        /// <summary>2 TP / (2 TP + FP + FN); 0 where nothing was said and nothing happened.</summary>
        public double F1 => (2 * Hits) + Misses > 0 ? 2.0 * Hits / ((2 * Hits) + Misses) : 0;

        public double Brier => Squares / Rows;

        public Tally With(Tally other) => new(Rows + other.Rows, Squares + other.Squares, Hits + other.Hits, Misses + other.Misses);
    }
}
