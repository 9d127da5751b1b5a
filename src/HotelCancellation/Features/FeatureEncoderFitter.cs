using System.Collections.Frozen;
using HotelCancellation.Bookings;

namespace HotelCancellation.Features;

/// <summary>Fits a <see cref="FeatureEncoder"/> to training bookings and their outcomes.</summary>
public static class FeatureEncoderFitter
{
    /// <summary>
    /// Bookings' worth of the overall rate that each category's own rate is shrunk with: (cancelled + weight x overall) /
    /// (bookings + weight), the estimate of D. Micci-Barreca, <i>A preprocessing scheme for high-cardinality categorical
    /// attributes</i>, SIGKDD Explorations 3 (2001), equation 3, with lambda(n) = n / (n + weight).
    /// </summary>
    public const double ShrinkageWeight = 20;

    private const float MissingRank = 0;
    private const float UnseenRank = 1;
    private const float FirstRank = 2;

    /// <summary>Fits the encoder.</summary>
    /// <param name="features">Features that <see cref="LeakGuard"/> let through.</param>
    /// <param name="bookings">Training bookings.</param>
    /// <param name="cancelled">Their outcomes, in the same order.</param>
    public static FeatureEncoder Fit(IReadOnlyList<FeatureDefinition> features, IReadOnlyList<Booking> bookings, IReadOnlyList<bool> cancelled)
    {
        ArgumentNullException.ThrowIfNull(cancelled);
        return Fit(features, bookings, [.. cancelled.Select(c => c ? 1f : 0f)]);
    }

    /// <summary>Fits the encoder to outcomes of which some are not known yet.</summary>
    /// <param name="features">Features that <see cref="LeakGuard"/> let through.</param>
    /// <param name="bookings">Training bookings.</param>
    /// <param name="cancelled">1 for each that is cancelled, 0 for one that is not, in the same order; NaN where nobody knows: its categories are seen and counted, and no rate has it.</param>
    public static FeatureEncoder Fit(IReadOnlyList<FeatureDefinition> features, IReadOnlyList<Booking> bookings, IReadOnlyList<float> cancelled)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(bookings);
        ArgumentNullException.ThrowIfNull(cancelled);
        var overall = cancelled.Where(c => !float.IsNaN(c)).Select(c => (double)c).DefaultIfEmpty(0.5).Average();
        return new FeatureEncoder(features.Select(f => Fit(f, bookings, cancelled, overall)));
    }

    private static FittedFeature Fit(FeatureDefinition feature, IReadOnlyList<Booking> bookings, IReadOnlyList<float> cancelled, double overall)
    {
        if (feature.Category is not { } category)
        {
            return new FittedFeature { Name = feature.Name, Encoding = feature.Encoding };
        }

        var counts = new Dictionary<string, (double Cancelled, int Known, int All)>(StringComparer.Ordinal);
        for (var i = 0; i < bookings.Count; i++)
        {
            var value = category(bookings[i]) ?? "";
            var (before, known, all) = counts.GetValueOrDefault(value);
            counts[value] = float.IsNaN(cancelled[i]) ? (before, known, all + 1) : (before + cancelled[i], known + 1, all + 1);
        }

        double Rate((double Cancelled, int Known, int All) count) => (count.Cancelled + (ShrinkageWeight * overall)) / (count.Known + ShrinkageWeight);
        var missing = counts.GetValueOrDefault("");
        counts.Remove("");
        var values = feature.Encoding switch
        {
            FeatureEncoding.Rate => counts.ToFrozenDictionary(x => x.Key, x => (float)Rate(x.Value), StringComparer.Ordinal),
            FeatureEncoding.Count => counts.ToFrozenDictionary(x => x.Key, x => (float)x.Value.All, StringComparer.Ordinal),
            _ => counts.OrderBy(x => Rate(x.Value)).ThenBy(x => x.Key, StringComparer.Ordinal)
                .Select((x, rank) => (x.Key, Rank: FirstRank + rank)).ToFrozenDictionary(x => x.Key, x => x.Rank, StringComparer.Ordinal),
        };
        return new FittedFeature
        {
            Name = feature.Name,
            Encoding = feature.Encoding,
            Missing = feature.Encoding switch { FeatureEncoding.Rate => (float)Rate(missing), FeatureEncoding.Count => missing.All, _ => MissingRank },
            Unseen = feature.Encoding switch { FeatureEncoding.Rate => (float)overall, FeatureEncoding.Count => 0, _ => UnseenRank },
            Values = values,
        };
    }
}
