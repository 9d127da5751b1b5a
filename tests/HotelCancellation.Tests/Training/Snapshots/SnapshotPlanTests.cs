using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Training.Snapshots;
using BookingLife = HotelCancellation.Training.Snapshots.BookingLife;

namespace HotelCancellation.Tests.Training.Snapshots;

public class SnapshotPlanTests
{
    private const int Never = int.MaxValue;

    [Fact]
    public void Of_AnyBooking_BeginsOnTheDayOfBookingAndStepsWhileItIsOnTheBooks() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400], Gen.Int[1, 40], Gen.Int[0, 100_000]).Sample((lead, end, step, id) =>
        {
            end = Math.Min(end, lead);
            var life = Lives.Life($"B-{id}", lead, BookingStatus.Cancelled, end);

            Snapshot[] rows = [.. new SnapshotPlan(step).Of(life, 7, Never)];

            rows[0].ShouldBe(new Snapshot(7, life.BookedOn, 0, rows[0].Days));
            rows.Select(r => r.Number).ShouldBe(Enumerable.Range(0, rows.Length));
            rows.Skip(1).ShouldAllBe(r => life.IsOnBooks(r.Day));
            rows.Skip(2).Select((r, i) => r.Day - rows[i + 1].Day).ShouldAllBe(d => d == step);

            // Steps neither overlap nor leave a day out, so that a loss is in exactly one of them.
            rows.Skip(1).Select((r, i) => r.Day - rows[i].Day).ShouldBe(rows.SkipLast(1).Select(r => r.Days));
            (rows[^1].Day + rows[^1].Days).ShouldBeGreaterThan(life.BookedOn + end);
            rows.ShouldAllBe(r => r.Day + r.Days <= life.BookedOn + lead + 1, "no step goes beyond the arrival");
            rows.Count(r => life.IsLostWithin(r.Day, r.Day + r.Days)).ShouldBe(1);
        });

    [Fact]
    public void Of_AnEarlierDay_IsTheSameButForWhatIsLater() => Gen.Select(Lives.AnyHistory, Gen.Int[-2, 60], Gen.Int[1, 20]).Sample((history, days, step) =>
    {
        var day = Lives.First.AddDays(days);
        var whole = new SnapshotPlan(step).Of(new BookingLife(history), 0, Never).Where(r => r.Day < day.DayNumber).ToArray();

        if (history.Events[0].Event.StatusDate < day)
        {
            // What that day knew of the booking gives the same snapshots before it.
            var known = Lives.Before([history], day).Single();
            new SnapshotPlan(step).Of(new BookingLife(known), 0, day.DayNumber).ShouldBe(whole);
        }
    });

    [Fact]
    public void Of_ManyBookings_CoverEveryDayToArrivalAlike()
    {
        var plan = new SnapshotPlan(14);
        var counts = new int[100];
        for (var id = 0; id < 14_000; id++)
        {
            var life = Lives.Life($"{id}", 100);
            foreach (var row in plan.Of(life, id, Never).Where(r => r.Number > 0))
            {
                counts[life.First.ArrivalDate.DayNumber - row.Day]++;
            }
        }

        // A thousand are expected on each day; six standard deviations are let through.
        counts.ShouldAllBe(c => Math.Abs(c - 1000) < 190);
    }

    [Fact]
    public void Hash_AnId_IsTheSameInEveryProcess()
    {
        SnapshotPlan.Hash(Lives.Life("B-1", 1).First).ShouldBe(ExpectedHash);
        SnapshotPlan.Hash(Lives.Life("B-1", 5, property: "other").First).ShouldBe(ExpectedHash);
    }

    // FNV-1a of the UTF-16 units of "B-1", mixed, worked out apart from the code.
    private const uint ExpectedHash = 3754650960;
}
