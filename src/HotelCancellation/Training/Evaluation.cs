using HotelCancellation.Bookings;

namespace HotelCancellation.Training;

/// <summary>A bin of a reliability curve.</summary>
/// <param name="N">Rows.</param>
/// <param name="MeanP">Mean probability.</param>
/// <param name="Observed">Share cancelled.</param>
public sealed record ReliabilityBin(int N, double MeanP, double Observed);

/// <summary>How a model did on matured arrivals that it was not trained on.</summary>
public sealed record Evaluation
{
    private const int Bins = 10;
    private const int SmallestGroup = 50;

    /// <summary>The first arrival day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last arrival day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Over all rows.</summary>
    public required BinaryMetrics Overall { get; init; }

    /// <summary>By property, for those with at least 50 rows.</summary>
    public required IReadOnlyDictionary<string, BinaryMetrics> ByProperty { get; init; }

    /// <summary>By market segment, for those with at least 50 rows.</summary>
    public required IReadOnlyDictionary<string, BinaryMetrics> BySegment { get; init; }

    /// <summary>No-shows among the rows; they count as cancelled.</summary>
    public required int NoShows { get; init; }

    /// <summary>Ten bins of equal count, by probability.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Evaluates.</summary>
    /// <param name="bookings">At least one booking with a known outcome.</param>
    /// <param name="probabilities">Their probabilities, in the same order.</param>
    public static Evaluation Of(IReadOnlyList<BookingEvent> bookings, IReadOnlyList<double> probabilities)
    {
        var outcomes = bookings.Select(b => b.Status.IsCancellation()).ToArray();
        return new Evaluation
        {
            From = bookings.Min(b => b.Booking.ArrivalDate),
            To = bookings.Max(b => b.Booking.ArrivalDate),
            Overall = BinaryMetrics.Of(probabilities, outcomes),
            ByProperty = By(b => b.PropertyId.Value),
            BySegment = By(b => b.MarketSegment),
            NoShows = bookings.Count(b => b.Status == BookingStatus.NoShow),
            Reliability = Curve(probabilities, outcomes),
        };

        SortedDictionary<string, BinaryMetrics> By(Func<Booking, string> key) =>
            new(Enumerable.Range(0, bookings.Count).GroupBy(i => key(bookings[i].Booking), StringComparer.Ordinal).Where(g => g.Count() >= SmallestGroup)
                .ToDictionary(g => g.Key, g => BinaryMetrics.Of([.. g.Select(i => probabilities[i])], [.. g.Select(i => outcomes[i])]), StringComparer.Ordinal),
                StringComparer.Ordinal);
    }

    /// <summary>Ten bins of equal count, by probability.</summary>
    internal static ReliabilityBin[] Curve(IReadOnlyList<double> probabilities, bool[] outcomes)
    {
        var order = Enumerable.Range(0, outcomes.Length).OrderBy(i => probabilities[i]).ToArray();
        return [.. Enumerable.Range(0, Math.Min(Bins, order.Length)).Select(b =>
        {
            var bin = order[(order.Length * b / Bins)..(order.Length * (b + 1) / Bins)];
            return bin.Length == 0 ? null : new ReliabilityBin(bin.Length, bin.Average(i => probabilities[i]), bin.Average(i => outcomes[i] ? 1.0 : 0.0));
        }).OfType<ReliabilityBin>()];
    }
}
