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
        var (table, model) = Train(Constant(seed: 3, stop: int.MaxValue));
        var open = Enumerable.Range(0, table.Lives.Count).Where(i => table.Lives[i].IsOnBooks(Cut.DayNumber) && table.Lives[i].First.ArrivalDate.DayNumber - Cut.DayNumber == daysLeft - 1).ToArray();

        open.Length.ShouldBeGreaterThan(10);
        open.Average(i => model.Lost(i, Cut.DayNumber)).ShouldBe(1 - Math.Pow(1 - DailyHazard, daysLeft), 0.05);
    }

    [Fact]
    public void Train_StepsThatAreNotOver_AreNotLearnedFrom()
    {
        // Nothing is lost before the last days, and then a loss in each step that is not over: it must not be seen.
        var until = Cut.DayNumber - 14;
        var (table, model) = Train(Constant(seed: 3, stop: until));
        var lives = table.Lives.Select(l => l.IsOnBooks(until) && l.First.ArrivalDate >= Cut ? Lost(l, until) : l).ToArray();

        var (other, same) = Train(lives, keepOrder: true);

        other.Rows.Where(r => r.Day + r.Days <= Cut.DayNumber).ShouldBe(table.Rows.Where(r => r.Day + r.Days <= Cut.DayNumber));
        var changed = Enumerable.Range(0, lives.Length).Count(i => !ReferenceEquals(lives[i], table.Lives[i]));
        changed.ShouldBeGreaterThan(100);
        var open = Enumerable.Range(0, lives.Length).First(i => lives[i].IsOnBooks(until - 60) && lives[i].First.ArrivalDate > Cut);
        same.Lost(open, until - 60).ShouldBe(model.Lost(open, until - 60), 1e-12);
    }

    [Fact]
    public void Train_NothingLost_IsNoModel()
    {
        BookingLife[] kept = [.. Enumerable.Range(0, 300).Select(i => Lives.Life($"{i}", 30, BookingStatus.CheckedOut, 33))];
        var table = SnapshotTable.Of(kept, Features, 14, Lives.First, Cut);

        HazardModel.Train(table, Encoder(table), Cut.DayNumber, 730, Lives.Quick, default).ShouldBeNull();
    }

    // Only what the booking says of itself: those around it would tell how it is made.
    private static IReadOnlyList<FeatureDefinition> Features { get; } = LeakGuard.Select(["leadTimeDays", "daysToArrival", "daysSinceBooking", "adr"]).Features;

    private static (SnapshotTable Table, HazardModel Model) Train(IReadOnlyList<BookingLife> lives, bool keepOrder = false)
    {
        var table = SnapshotTable.Of(keepOrder ? lives : AsOfTrainer.Order(lives.Select(l => l.History)), Features, 14, Lives.First, Cut);
        return (table, HazardModel.Train(table, Encoder(table), Cut.DayNumber, 730, Lives.Quick with { HazardTrees = 40 }, default)!);
    }

    private static FeatureEncoder Encoder(SnapshotTable table) => FeatureEncoderFitter.Fit(table.Features, [table.Booking(0)], [true]);

    /// <summary>Bookings of which a constant share is lost on every day before <paramref name="stop"/>.</summary>
    private static BookingLife[] Constant(int seed, int stop)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 6000).Select(i =>
        {
            var (lead, made) = (random.Next(1, 120), Lives.First.AddDays(random.Next(500)));
            for (var day = 1; day <= lead && made.DayNumber + day < stop; day++)
            {
                if (random.NextDouble() < DailyHazard)
                {
                    return Lives.Life($"{i}", lead, BookingStatus.Cancelled, day, bookedOn: made);
                }
            }

            return Lives.Life($"{i}", lead, BookingStatus.CheckedOut, lead + 2, bookedOn: made);
        })];
    }

    private static BookingLife Lost(BookingLife life, int day) =>
        Lives.Life(life.First.BookingId.Value, life.First.LeadTimeDays, BookingStatus.Cancelled, Math.Max(day + 1, life.BookedOn) - life.BookedOn, bookedOn: life.First.BookedOn);
}
