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
                Number("party", rows, PartyOf),
                Number("day of arrival", rows, r => r.Arrival.DayNumber),
                Number("day of booking", rows, r => r.BookedOn.DayNumber),
                Number("week of arrival", rows, r => r.Arrival.DayNumber / 7),
            }.Where(l => Effective(Sum(l.Of, l.Count, _ => 1)) >= fewest),
        ];

    /// <summary>Whether there is a way that can be asked.</summary>
    public bool Any => _levels.Length > 0;

    /// <summary>The differences in the clusters in which they spread most, and the name of those.</summary>
    /// <param name="differences">One a row.</param>
    /// <param name="weights">What each row weighs.</param>
    public (ClusterSums Sums, string By) Widest(double[] differences, double[] weights) =>
        _levels.Select(l => (Sums: new ClusterSums(Sum(l.Of, l.Count, i => weights[i] * differences[i]), Sum(l.Of, l.Count, i => weights[i])), l.Name)).MaxBy(l => l.Sums.Error);

    /// <summary>The interval of the mean difference over the clusters in which differences spread most.</summary>
    public (Interval Interval, string By) Interval(double[] differences, double[] weights, int samples, double tail)
    {
        var (sums, by) = Widest(differences, weights);
        return (sums.Interval(samples, tail), by);
    }

    /// <summary>
    /// For each row, one over the rows of its party. Forty rooms that book and cancel together are one decision, and tell of a model as much as one booking;
    /// counted forty times they would only drown what the others tell.
    /// </summary>
    public static double[] PartyOnce(IReadOnlyList<GateRow> rows)
    {
        var sizes = rows.GroupBy(PartyOf).ToDictionary(g => g.Key, g => g.Count());
        return [.. rows.Select(r => 1.0 / sizes[PartyOf(r)])];
    }

    /// <summary>So many clusters of one size tell as much as these (L. Kish, <i>Survey sampling</i>, 1965, 8.2).</summary>
    public static double Effective(IReadOnlyCollection<double> sizes) => Math.Pow(sizes.Sum(), 2) / Math.Max(1, sizes.Sum(n => n * n));

    private static (string, DateOnly, DateOnly, string) PartyOf(GateRow row) => (row.Property, row.BookedOn, row.Arrival, row.Party);

    private static double[] Sum(int[] of, int count, Func<int, double> value)
    {
        var sums = new double[count];
        for (var i = 0; i < of.Length; i++)
        {
            sums[of[i]] += value(i);
        }

        return sums;
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
