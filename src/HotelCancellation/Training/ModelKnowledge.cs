using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;

namespace HotelCancellation.Training;

/// <summary>What is written down of a model beside it.</summary>
internal static class ModelKnowledge
{
    private const int KnownRowCount = 64;
    private const int ImportanceRows = 200;

    /// <summary>A few bookings and their probabilities, by which a host sees that it scores as training did.</summary>
    public static IReadOnlyList<(BookingAt, double)> KnownRows(CancellationModel model, IReadOnlyList<BookingAt> questions) =>
        [.. Sample(questions, KnownRowCount).Select((at, i) =>
        {
            // Without the bookings around: a bundle has the booking alone.
            at = new BookingAt(at.Booking with { BookingId = new BookingId($"known-{i + 1}"), GuestRef = null, Country = null }, at.AsOf);
            return (at, model.Probability(at));
        })];

    /// <summary>Mean absolute contribution of each feature over some questions, in log-odds, largest first.</summary>
    public static IReadOnlyList<(string, double)> Importance(CancellationModel model, IReadOnlyList<BookingAt> questions)
    {
        var sums = model.Encoder.Features.ToDictionary(f => f.Name, _ => 0.0, StringComparer.Ordinal);
        var rows = Sample(questions, ImportanceRows).ToArray();
        foreach (var reason in rows.AsParallel().AsOrdered().SelectMany(at => model.Explain(at).Reasons))
        {
            sums[reason.Feature] += Math.Abs(reason.Contribution) / rows.Length;
        }

        return [.. sums.OrderByDescending(x => x.Value).ThenBy(x => x.Key, StringComparer.Ordinal).Select(x => (x.Key, x.Value))];
    }

    private static IEnumerable<BookingAt> Sample(IReadOnlyList<BookingAt> questions, int count)
    {
        count = Math.Min(count, questions.Count);
        return Enumerable.Range(0, count).Select(i => questions[(int)((long)i * questions.Count / count)]);
    }
}
