namespace HotelCancellation.Monitoring.Statistics;

/// <summary>
/// By how much the variance of a sum is larger than it would be of independent rows, because rows come in clusters: groups that book
/// together, days on which a fair is cancelled. L. Kish, <i>Survey sampling</i> (1965), 8.2.
/// </summary>
public static class DesignEffect
{
    /// <summary>
    /// The mean design effect of the shares of a column's parts, weighted by 1 - share, as J. Rao and A. Scott, <i>The analysis of
    /// categorical data from complex sample surveys</i>, JASA 76 (1981), eq. 3.6 have it for the chi-square test; never below 1.
    /// </summary>
    /// <param name="clusters">For each cluster, such as a day, its rows by part; the parts are the same for all.</param>
    /// <returns>1 where there are fewer than two clusters or parts.</returns>
    public static double OfParts(IReadOnlyList<IReadOnlyList<long>> clusters)
    {
        if (clusters.Count < 2)
        {
            return 1;
        }

        var sizes = clusters.Select(c => (double)c.Sum()).ToArray();
        var rows = sizes.Sum();
        double sum = 0;
        var parts = 0;
        for (var part = 0; part < clusters[0].Count; part++)
        {
            var share = clusters.Sum(c => c[part]) / rows;
            if (share is > 0 and < 1)
            {
                var spread = clusters.Select((c, i) => c[part] - (sizes[i] * share)).Sum(r => r * r) * clusters.Count / (clusters.Count - 1);
                sum += (1 - share) * spread / (rows * share * (1 - share));
                parts++;
            }
        }

        return parts < 2 ? 1 : Math.Max(1, sum / (parts - 1));
    }
}
