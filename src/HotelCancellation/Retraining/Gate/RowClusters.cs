using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Retraining.Gate;

/// <summary>
/// Rows that may share a fate, in four ways: the party that books together, the day of arrival on which a fair is cancelled, the day of booking on which
/// an agent sends a tour, the week of arrival that a strike hits. None is known to be the right one, so that the one in which the differences spread most counts.
/// </summary>
internal sealed class RowClusters
{
    private readonly (string Name, int[] Of, int Count)[] _levels;

    /// <summary>The clusters of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="fewest">A way that makes fewer clusters than this, counted as if all had the same size, is not asked: its spread would be a guess.</param>
    public RowClusters(IReadOnlyList<GateRow> rows, int fewest) =>
        _levels =
        [
            .. new[]
            {
                Number("party", rows, r => (r.Property, r.BookedOn, r.Arrival, r.Party)),
                Number("day of arrival", rows, r => r.Arrival.DayNumber),
                Number("day of booking", rows, r => r.BookedOn.DayNumber),
                Number("week of arrival", rows, r => r.Arrival.DayNumber / 7),
            }.Where(l => Effective(l.Of, l.Count) >= fewest),
        ];

    /// <summary>Whether there is a way that can be asked.</summary>
    public bool Any => _levels.Length > 0;

    /// <summary>The differences in the clusters in which they spread most, and the name of those.</summary>
    /// <param name="differences">One a row.</param>
    public (ClusterSums Sums, string By) Widest(double[] differences) =>
        _levels.Select(l => (Sums: Sum(l.Of, l.Count, differences), l.Name)).MaxBy(l => l.Sums.Error);

    /// <summary>The interval of the mean difference over the clusters in which differences spread most.</summary>
    public (Interval Interval, string By) Interval(double[] differences, int samples, double tail)
    {
        var (sums, by) = Widest(differences);
        return (sums.Interval(samples, tail), by);
    }

    /// <summary>So many clusters of one size have as much spread as these (L. Kish, <i>Survey sampling</i>, 1965, 8.2).</summary>
    private static double Effective(int[] of, int count)
    {
        var sizes = new double[count];
        foreach (var cluster in of)
        {
            sizes[cluster]++;
        }

        return sizes.Sum(n => n) * sizes.Sum(n => n) / sizes.Sum(n => n * n);
    }

    private static ClusterSums Sum(int[] of, int count, double[] differences)
    {
        var (sums, rows) = (new double[count], new int[count]);
        for (var i = 0; i < of.Length; i++)
        {
            sums[of[i]] += differences[i];
            rows[of[i]]++;
        }

        return new ClusterSums(sums, rows);
    }

    private static (string Name, int[] Of, int Count) Number<TKey>(string name, IReadOnlyList<GateRow> rows, Func<GateRow, TKey> key)
        where TKey : notnull
    {
        var numbers = new Dictionary<TKey, int>();
        var of = new int[rows.Count];
        for (var i = 0; i < of.Length; i++)
        {
            if (!numbers.TryGetValue(key(rows[i]), out of[i]))
            {
                numbers.Add(key(rows[i]), of[i] = numbers.Count);
            }
        }

        return (name, of, numbers.Count);
    }
}
