using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Simulation.Running;

/// <summary>
/// What one set of answers adds to another about the same questions, with intervals: whole days are drawn with replacement, so that a group counts as one. Percentiles as in B. Efron and R. Tibshirani,
/// <i>An Introduction to the Bootstrap</i> (1993), chapter 13.
/// </summary>
internal sealed class PairedGain(int[] days, bool[] outcomes, double[] before, double[] after)
{
    /// <summary>The gains in AUC and in Brier score; above 0 the second set is better.</summary>
    /// <param name="rounds">Samples drawn.</param>
    /// <param name="seed">The seed.</param>
    public (Interval Auc, Interval Brier) Of(int rounds, int seed)
    {
        var (orderBefore, orderAfter) = (Order(before), Order(after));
        var clusters = days.Distinct().Order().Select((day, place) => (day, place)).ToDictionary(d => d.day, d => d.place);
        int[] cluster = [.. days.Select(d => clusters[d])];
        (double Auc, double Brier) Gain(int[] weights) =>
            (Auc(after, orderAfter, cluster, weights) - Auc(before, orderBefore, cluster, weights), Brier(before, cluster, weights) - Brier(after, cluster, weights));
        var whole = Gain([.. Enumerable.Repeat(1, clusters.Count)]);
        var (auc, brier) = (new double[rounds], new double[rounds]);
        Parallel.For(0, rounds, round =>
        {
            // Each round has numbers of its own, so that the order in which they are worked out does not matter.
            var random = new SplitMix64(((ulong)(uint)seed << 32) | (uint)round);
            var weights = new int[clusters.Count];
            for (var i = 0; i < weights.Length; i++)
            {
                weights[(int)(random.NextDouble() * weights.Length)]++;
            }

            (auc[round], brier[round]) = Gain(weights);
        });
        return (Interval(whole.Auc, auc), Interval(whole.Brier, brier));
    }

    private static Interval Interval(double value, double[] drawn)
    {
        Array.Sort(drawn);
        return new Interval(value, drawn[(int)(0.025 * drawn.Length)], drawn[Math.Min(drawn.Length - 1, (int)(0.975 * drawn.Length))]);
    }

    private static int[] Order(double[] p)
    {
        int[] order = [.. Enumerable.Range(0, p.Length)];
        Array.Sort([.. p], order);
        return order;
    }

    private double Auc(double[] p, int[] order, int[] cluster, int[] weights)
    {
        double above = 0, lost = 0, kept = 0;
        for (var i = 0; i < order.Length;)
        {
            double tiedLost = 0, tiedKept = 0;
            for (var value = p[order[i]]; i < order.Length && p[order[i]] == value; i++)
            {
                var weight = weights[cluster[order[i]]];
                (tiedLost, tiedKept) = outcomes[order[i]] ? (tiedLost + weight, tiedKept) : (tiedLost, tiedKept + weight);
            }

            above += tiedLost * (kept + (tiedKept / 2));
            (lost, kept) = (lost + tiedLost, kept + tiedKept);
        }

        return lost > 0 && kept > 0 ? above / (lost * kept) : double.NaN;
    }

    private double Brier(double[] p, int[] cluster, int[] weights)
    {
        double sum = 0, all = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var error = p[i] - (outcomes[i] ? 1 : 0);
            sum += weights[cluster[i]] * error * error;
            all += weights[cluster[i]];
        }

        return sum / all;
    }
}
