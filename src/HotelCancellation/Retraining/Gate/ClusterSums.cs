using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Retraining.Gate;

/// <summary>
/// The mean of differences that come in clusters, with its error and a studentised bootstrap interval (A. Davison and D. Hinkley, <i>Bootstrap
/// methods</i>, 1997, 5.2.1, over clusters as in 3.8): each sample is measured by its own error, so that few or uneven clusters widen the interval.
/// </summary>
/// <param name="sums">For each cluster, the weighted sum of its rows' differences.</param>
/// <param name="weights">For each cluster, the sum of its rows' weights.</param>
internal sealed class ClusterSums(double[] sums, double[] weights)
{
    private const int Seed = 1;
    private readonly int[] _each = [.. Enumerable.Range(0, sums.Length)];

    /// <summary>Clusters.</summary>
    public int Count => sums.Length;

    /// <summary>The mean over all rows.</summary>
    public double Mean => sums.Sum() / weights.Sum();

    /// <summary>The standard error of the mean, a ratio of two sums over clusters (L. Kish, <i>Survey sampling</i>, 1965, 6.3).</summary>
    public double Error => Drawn(_each).Error;

    /// <summary>The chance that a mean so low or lower comes of differences that are 0 on average, by Student's t with a degree of freedom less than clusters.</summary>
    public double LowerTail()
    {
        var (mean, error) = Drawn(_each);
        if (error == 0)
        {
            return mean < 0 ? 0 : 1;
        }

        // D. Wallace, Bounds on normal approximations to Student's and the chi-square distributions, Ann. Math. Statist. 30 (1959).
        var (t, degrees) = (mean / error, Count - 1.0);
        return Distributions.NormalUpper(-Math.Sign(t) * ((8 * degrees) + 1) / ((8 * degrees) + 3) * Math.Sqrt(degrees * Math.Log(1 + (t * t / degrees))));
    }

    /// <summary>The interval. The same input gives the same one, and the opposite differences the opposite one.</summary>
    /// <param name="samples">Samples drawn.</param>
    /// <param name="tail">The chance of lying outside on either side.</param>
    public Interval Interval(int samples, double tail)
    {
        var (mean, error) = Drawn(_each);
        if (error == 0)
        {
            return new Interval(mean, mean, mean);
        }

        var random = new Random(Seed);
        var t = new double[samples];
        var picked = new int[sums.Length];
        for (var sample = 0; sample < samples; sample++)
        {
            for (var i = 0; i < picked.Length; i++)
            {
                picked[i] = random.Next(picked.Length);
            }

            var (drawn, spread) = Drawn(picked);
            t[sample] = drawn == mean ? 0 : (drawn - mean) / spread;
        }

        Array.Sort(t);
        var place = tail * (samples - 1);
        return new Interval(mean, mean - (error * t[(int)Math.Ceiling(samples - 1 - place)]), mean - (error * t[(int)Math.Floor(place)]));
    }

    private (double Mean, double Error) Drawn(int[] clusters)
    {
        double sum = 0, count = 0, squares = 0, products = 0, counts = 0;
        foreach (var i in clusters)
        {
            var (d, n) = (sums[i], weights[i]);
            sum += d;
            count += n;
            squares += d * d;
            products += d * n;
            counts += n * n;
        }

        var mean = sum / count;
        var residual = squares - (2 * mean * products) + (mean * mean * counts);

        // What is left of subtracting equals is no spread.
        return (mean, residual <= 1e-12 * squares ? 0 : Math.Sqrt(residual * clusters.Length / (clusters.Length - 1)) / count);
    }
}
