using HotelCancellation.Features;
using HotelCancellation.Model;

namespace HotelCancellation.Retraining.Gate;

/// <summary>
/// Measures what a row takes of two models. Both score the same bookings turn by turn within the same second, so that whatever else the machine does
/// slows both. Of many short rounds the lower quartile counts: what else runs can only add to a round, and may do so to most of them.
/// </summary>
public sealed class RowTimer(TimeProvider clock)
{
    private const int Rounds = 31;
    private const int WarmRounds = 5;
    private const int MostRows = 200;

    /// <summary>Measures, from booking to probability, in nanoseconds.</summary>
    /// <param name="champion">The one; null where there is none.</param>
    /// <param name="challenger">The other.</param>
    /// <param name="asked">Bookings with what was known around them; at least one. Some are taken.</param>
    /// <returns>The champion's, null where there is none, and the challenger's.</returns>
    public (double? Champion, double Challenger) Measure(CancellationModel? champion, CancellationModel challenger, IReadOnlyList<BookingAt> asked)
    {
        ArgumentNullException.ThrowIfNull(challenger);
        ArgumentOutOfRangeException.ThrowIfZero(asked.Count, nameof(asked));
        var count = Math.Min(MostRows, asked.Count);
        BookingAt[] rows = [.. Enumerable.Range(0, count).Select(i => asked[(int)((long)i * asked.Count / count)])];
        var (first, second) = (new List<double>(Rounds), new List<double>(Rounds));

        // The first rounds warm caches and the compiler, and do not count.
        for (var round = 0; round < WarmRounds + Rounds; round++)
        {
            var times = (champion is null ? double.NaN : Once(champion, rows), Once(challenger, rows));
            if (round >= WarmRounds)
            {
                first.Add(times.Item1);
                second.Add(times.Item2);
            }
        }

        return (champion is null ? null : Quartile(first), Quartile(second));
    }

    private double Once(CancellationModel model, BookingAt[] rows)
    {
        var row = new float[model.Encoder.Width];
        var started = clock.GetTimestamp();
        foreach (var at in rows)
        {
            model.Probability(at, row);
        }

        return clock.GetElapsedTime(started).TotalNanoseconds / rows.Length;
    }

    private static double Quartile(List<double> times)
    {
        times.Sort();
        return times[times.Count / 4];
    }
}
