using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation.Replays;

/// <summary>
/// Weighted absolute percentage error of expected cancellations: the sum over properties and groups of nights of |expected - actual|,
/// divided by the sum of actual. S. Kolassa and W. Schütz, <i>Advantages of the MAD/Mean ratio over the MAPE</i>, Foresight 6 (2007).
/// </summary>
public static class Wape
{
    /// <summary>Arrival nights that are looked at, from the day asked about on.</summary>
    public const int Nights = 30;

    /// <summary>The error of the answers as of one day.</summary>
    /// <param name="answers">Answers of one day.</param>
    /// <param name="width">Nights that are taken together: 1, 7, or 30 for all.</param>
    /// <returns>0 or more; NaN where nothing was cancelled.</returns>
    public static double Of(IEnumerable<ReplayAnswer> answers, int width)
    {
        var groups = new Dictionary<(PropertyId, int), (double Expected, int Actual)>();
        foreach (var answer in answers)
        {
            var ahead = answer.ArrivalDate.DayNumber - answer.AsOf.DayNumber;
            if (ahead < Nights)
            {
                var key = (answer.PropertyId, ahead / width);
                var (expected, actual) = groups.GetValueOrDefault(key);
                groups[key] = (expected + answer.Probability, actual + (answer.Cancelled ? 1 : 0));
            }
        }

        var all = groups.Values.Sum(g => g.Actual);
        return all == 0 ? double.NaN : groups.Values.Sum(g => Math.Abs(g.Expected - g.Actual)) / all;
    }
}
