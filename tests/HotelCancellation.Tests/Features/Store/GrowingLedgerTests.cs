using HotelCancellation.Features.Store;
using HotelCancellation.Tests.Training.Snapshots;

namespace HotelCancellation.Tests.Features.Store;

public sealed class GrowingLedgerTests
{
    [Fact]
    public void Add_DayByDay_IsTheLedgerOfAllAtOnce()
    {
        var entries = Lives.Generated.Take(800).SelectMany(BookingEntries.Of).ToArray();
        var whole = MemoryLedger.OfEntries(entries);

        var growing = new GrowingLedger(MemoryLedger.OfEntries(entries.Where(e => e.Day % 3 == 0)));
        foreach (var day in entries.Where(e => e.Day % 3 != 0).GroupBy(e => e.Day % 40))
        {
            growing.Add(day);
        }

        foreach (var (key, series) in whole.Series)
        {
            var found = growing.Find(key);
            series.Additions().Select(a => a.Day + 1).ShouldAllBe(d => found.Before(d) == series.Before(d));
        }
    }

    [Fact]
    public void Forget_ArrivalDaysBefore_LeavesTheRest()
    {
        var entries = Lives.Generated.Take(200).SelectMany(BookingEntries.Of).ToArray();
        var growing = new GrowingLedger(MemoryLedger.OfEntries(entries));
        var (night, segment) = (entries.First(e => e.Key.Scope == LedgerScope.Night).Key, entries.First(e => e.Key.Scope == LedgerScope.Segment).Key);

        growing.Forget(night.Day + 1);

        growing.Find(night).Count.ShouldBe(0);
        growing.Find(segment).Count.ShouldBeGreaterThan(0);
    }
}
