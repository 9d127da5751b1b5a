using HotelCancellation.Model;
using HotelCancellation.Retraining.Gate;

namespace HotelCancellation.Tests.Retraining.Gate;

/// <summary>What takes one model's answer for the other's in <see cref="PairedModels.EquallyGood"/>: all rows of a unit change together.</summary>
public enum SwapUnit
{
    Party,
    DayOfArrival,
    DayOfBooking,
}

/// <summary>
/// Rows of two models whose true quality is known. Outcomes come in parties that share a fate, and days of arrival and of booking have one of their own that no
/// model knows. Both are mistaken about some kinds of bookings, and each errs by
/// kind and by row besides, in log-odds.
/// </summary>
internal static class PairedModels
{
    private const int Days = 75;
    private const int Kinds = 60;
    public static readonly DateOnly From = new(2026, 1, 1);

    /// <summary>
    /// Two models that are equally good, exactly: there are two sets of answers, and for each unit a coin says which of them is the champion's. Whatever the answers
    /// are, the expected difference is 0; and since a whole day may go either way, differences are as dependent as the unit makes them.
    /// </summary>
    public static GateQuestion EquallyGood(int seed, SwapUnit unit, int rows)
    {
        var question = Pair(seed, rows, 0.25, 0.25);
        var random = new Random(seed + 1_000_000);
        var coins = new Dictionary<object, bool>();
        return question with
        {
            Rows =
            [
                .. question.Rows.Select(r =>
                {
                    object key = unit switch { SwapUnit.Party => (r.Property, r.BookedOn, r.Arrival, r.Party), SwapUnit.DayOfArrival => r.Arrival, _ => r.BookedOn };
                    if (!coins.TryGetValue(key, out var heads))
                    {
                        coins.Add(key, heads = random.Next(2) == 0);
                    }

                    return heads ? r : r with { Champion = r.Challenger, Challenger = r.Champion };
                }),
            ],
        };
    }

    /// <summary>Two models that err by so much besides, in deviations of log-odds.</summary>
    public static GateQuestion Pair(int seed, int rows, double championError, double challengerError)
    {
        var random = new Random(seed);
        var (arrivalFate, bookingFate) = (new Dictionary<int, double>(), new Dictionary<int, double>());
        double[] kinds = [.. Enumerable.Range(0, Kinds).Select(_ => Normal(random) * 0.9)];
        double[][] byKind = [[.. kinds.Select(_ => Normal(random) * championError * 0.7)], [.. kinds.Select(_ => Normal(random) * challengerError * 0.7)]];
        double[] mistaken = [.. kinds.Select(_ => Normal(random) * 0.2)];
        var made = new List<GateRow>(rows);
        for (var party = 0; made.Count < rows; party++)
        {
            var (kind, lead) = (random.Next(Kinds), (int)(-30 * Math.Log(1 - random.NextDouble())) % Days);

            // The window is of arrivals: whoever has little lead may have booked at any time, others early in it.
            var booked = From.DayNumber + random.Next(Days - lead);
            var arrival = booked + lead;
            var truth = -0.6 + kinds[kind] + (Normal(random) * 0.7);
            var said = truth + mistaken[kind];
            var fated = truth + Fate(arrivalFate, arrival, 0.4) + Fate(bookingFate, booked, 0.25);
            var size = random.NextDouble() is var u && u < 0.02 ? random.Next(5, 30) : u < 0.15 ? random.Next(2, 4) : 1;
            var shared = random.NextDouble();
            var value = 80 * Math.Exp(Normal(random) * 0.6) * random.Next(1, 7);
            for (var i = 0; i < size && made.Count < rows; i++)
            {
                // Nine in ten of a party's bookings end as the party does.
                var luck = random.NextDouble() < 0.9 ? shared : random.NextDouble();
                made.Add(new GateRow(
                    $"hotel-{kind % 4}", DateOnly.FromDayNumber(booked), DateOnly.FromDayNumber(arrival), $"party-{party}", DateOnly.FromDayNumber(booked),
                    luck < Sigmoid(fated), value,
                    Sigmoid(said + byKind[0][kind] + (Normal(random) * championError * 0.7)), Sigmoid(said + byKind[1][kind] + (Normal(random) * challengerError * 0.7))));
            }
        }

        return Questions.Of([.. made.OrderBy(r => r.Arrival)]);

        double Fate(Dictionary<int, double> fates, int day, double deviation) =>
            fates.TryGetValue(day, out var fate) ? fate : fates[day] = Normal(random) * deviation;
    }

    private static double Sigmoid(double logOdds) => CancellationModel.Sigmoid(logOdds);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
