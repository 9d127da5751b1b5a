using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Training.Snapshots;
using BookingLife = HotelCancellation.Training.Snapshots.BookingLife;

namespace HotelCancellation.Tests.Training.Snapshots;

public class HazardModelTests
{
    private const double DailyHazard = 0.01;
    private static readonly DateOnly Cut = Lives.First.AddDays(500);

    [Theory]
    [InlineData(7)]
    [InlineData(28)]
    [InlineData(56)]
    public void Lost_AConstantHazard_IsOneLessTheSurvivalOfTheDaysLeft(int daysLeft)
    {
        // 1 % of those that are left are lost on each day up to the arrival: of h days, 1 - 0.99^h.
        var (table, model) = Generated.Value;
        int Day(int life) => table.Lives[life].First.ArrivalDate.DayNumber - daysLeft + 1;
        var open = Enumerable.Range(0, table.Lives.Count).Where(i => table.Lives[i].IsOnBooks(Day(i))).Take(400).ToArray();

        open.Length.ShouldBe(400);
        var expected = 1 - Math.Pow(1 - DailyHazard, daysLeft);
        open.Average(i => model.Lost(i, Day(i))).ShouldBe(expected, expected / 4);
    }

    [Fact]
    public void Lost_BookingsAroundThatTellMoreLater_IsWhatIsLostInTheEnd()
    {
        // Half the nights lose four of five bookings, the others none, and which is which shows in time. Just after the booking all stand a
        // chance of 0.4. Whoever takes a night as it stands then for one of which nothing was cancelled until the arrival says next to nothing.
        var table = SnapshotTable.Of(AsOfTrainer.Order(Nights(seed: 8).Select(l => l.History)), LeakGuard.Select(["daysToArrival", "daysSinceBooking", "nightCancelled", "nightBooked"]).Features, 14, Lives.First, Cut);
        var model = HazardModel.Train(table, Encoder(table), Cut.DayNumber, 730, Lives.Quick with { HazardTrees = 150, HazardLeaves = 31 }, default)!;

        var asked = Enumerable.Range(0, table.Lives.Count).Where(i => table.Lives[i].BookedOn < Cut.DayNumber - 60 && table.Lives[i].IsOnBooks(table.Lives[i].BookedOn + 1)).Take(800).ToArray();

        asked.Average(i => model.Lost(i, table.Lives[i].BookedOn + 1)).ShouldBe(0.4, 0.06);
    }

    [Fact]
    public void Train_StepsThatAreNotOver_AreNotLearnedFrom()
    {
        // On the last day that is known all are lost whose step is not over then.
        var (table, model) = Generated.Value;
        var (over, last) = (table.Rows.Where(r => r.Day + r.Days == Cut.DayNumber).Select(r => r.Life).ToHashSet(), Cut.DayNumber - 1);
        BookingLife[] lives = [.. table.Lives.Select((l, i) => l.IsOnBooks(last) && l.First.ArrivalDate >= Cut && !over.Contains(i) ? Lost(l, last) : l)];

        var (other, same) = Train(lives, keepOrder: true);

        other.Rows.ShouldBe(table.Rows);
        Enumerable.Range(0, lives.Length).Count(i => !ReferenceEquals(lives[i], table.Lives[i])).ShouldBeGreaterThan(100);
        foreach (var life in Enumerable.Range(0, lives.Length).Where(i => lives[i].IsOnBooks(last - 60)).Take(20))
        {
            same.Lost(life, last - 60).ShouldBe(model.Lost(life, last - 60), 1e-12);
        }
    }

    [Fact]
    public void Train_NothingLost_IsNoModel()
    {
        BookingLife[] kept = [.. Enumerable.Range(0, 300).Select(i => Lives.Life($"{i}", 30, BookingStatus.CheckedOut, 33))];
        var table = SnapshotTable.Of(kept, Features, 14, Lives.First, Cut);

        HazardModel.Train(table, Encoder(table), Cut.DayNumber, 730, Lives.Quick, default).ShouldBeNull();
    }

    private static Lazy<(SnapshotTable Table, HazardModel Model)> Generated { get; } = new(() => Train(Constant(seed: 3)));

    // Only what the booking says of itself: those around it would tell how it is made.
    private static IReadOnlyList<FeatureDefinition> Features { get; } = LeakGuard.Select(["leadTimeDays", "daysToArrival", "daysSinceBooking", "adr"]).Features;

    private static (SnapshotTable Table, HazardModel Model) Train(IReadOnlyList<BookingLife> lives, bool keepOrder = false)
    {
        var table = SnapshotTable.Of(keepOrder ? lives : AsOfTrainer.Order(lives.Select(l => l.History)), Features, 14, Lives.First, Cut);
        return (table, HazardModel.Train(table, Encoder(table), Cut.DayNumber, 730, Lives.Quick with { HazardTrees = 40 }, default)!);
    }

    private static FeatureEncoder Encoder(SnapshotTable table) => FeatureEncoderFitter.Fit(table.Features, [table.Booking(0)], [true]);

    /// <summary>Bookings of which a constant share is lost on every day.</summary>
    private static BookingLife[] Constant(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 6000).Select(i =>
        {
            var (lead, made) = (random.Next(1, 120), Lives.First.AddDays(random.Next(500)));
            for (var day = 1; day <= lead; day++)
            {
                if (random.NextDouble() < DailyHazard)
                {
                    return Lives.Life($"{i}", lead, BookingStatus.Cancelled, day, bookedOn: made);
                }
            }

            return Lives.Life($"{i}", lead, BookingStatus.CheckedOut, lead + 2, bookedOn: made);
        })];
    }

    /// <summary>Nights of twelve bookings each, made a hundred days before.</summary>
    private static IEnumerable<BookingLife> Nights(int seed)
    {
        var random = new Random(seed);
        for (var night = 0; night < 500; night++)
        {
            var isBad = random.Next(2) == 0;
            for (var i = 0; i < 12; i++)
            {
                var isLost = isBad && random.NextDouble() < 0.8;
                yield return Lives.Life($"{night}-{i}", 100, isLost ? BookingStatus.Cancelled : BookingStatus.CheckedOut, isLost ? random.Next(2, 100) : 102, bookedOn: Lives.First.AddDays(night));
            }
        }
    }

    private static BookingLife Lost(BookingLife life, int day) =>
        Lives.Life(life.First.BookingId.Value, life.First.LeadTimeDays, BookingStatus.Cancelled, day - life.BookedOn, bookedOn: life.First.BookedOn);
}
