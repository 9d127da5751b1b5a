using System.Globalization;

namespace HotelCancellation.Benchmarks.Row;

/// <summary>
/// Short batches of several contenders by turns, one row after the other on one thread; of each group of batches the fastest counts, so that what else the machine did meanwhile does not.
/// </summary>
internal static class Batches
{
    /// <summary>Rows of a batch.</summary>
    public const int Size = 50;

    private const int Group = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Measures, after two seconds of each.</summary>
    /// <param name="contenders">What a contender does with the rows from one on, <see cref="Size"/> of them.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="groups">How many groups are wanted.</param>
    /// <returns>For each group, a sample of each contender.</returns>
    public static Sample[][] Measure(IReadOnlyList<Action<int>> contenders, int rows, int groups)
    {
        foreach (var contender in contenders)
        {
            var started = TimeProvider.System.GetTimestamp();
            for (var first = 0; TimeProvider.System.GetElapsedTime(started) < WarmUp; first += Size)
            {
                contender(first % (rows - Size));
            }
        }

        return [.. Enumerable.Range(0, groups).Select(group => MeasureGroup(contenders, rows, group))];
    }

    /// <summary>Adds the median of groups' ratios, and where the middle half of them is.</summary>
    public static void AddSpeedup(Figures figures, string key, double[] ratios)
    {
        double Quantile(double share) => ratios.Order().ElementAt((int)(share * (ratios.Length - 1)));
        figures.Add(key, Median.Of(ratios), string.Create(CultureInfo.InvariantCulture, $"median of {ratios.Length} groups' ratios, half of them {Quantile(0.25):0.00} to {Quantile(0.75):0.00}"));
    }

    // All have the same rows one after the other, each of them the first in turns: the next finds the texts in the cache.
    private static Sample[] MeasureGroup(IReadOnlyList<Action<int>> contenders, int rows, int group)
    {
        var samples = new Sample[contenders.Count];
        Array.Fill(samples, Sample.None);
        for (var batch = 0; batch < Group; batch++)
        {
            var first = ((group * Group) + batch) * Size % (rows - Size);
            for (var i = 0; i < contenders.Count; i++)
            {
                var turn = (batch + i) % contenders.Count;
                samples[turn] = samples[turn].With(contenders[turn], first);
            }
        }

        return samples;
    }

    /// <summary>The fastest batch of a group, and what all of them allocated, for one row.</summary>
    internal readonly record struct Sample(double Nanoseconds, double Bytes)
    {
        public static Sample None { get; } = new(double.PositiveInfinity, 0);

        public Sample With(Action<int> run, int first)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var started = TimeProvider.System.GetTimestamp();
            run(first);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            return new Sample(
                Math.Min(Nanoseconds, elapsed.TotalNanoseconds / Size), Bytes + ((GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)(Size * Group)));
        }
    }
}
