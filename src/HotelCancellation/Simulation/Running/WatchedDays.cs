using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;

namespace HotelCancellation.Simulation.Running;

/// <summary>The counts of days, and how late messages mend them.</summary>
internal sealed class WatchedDays(ModelReference reference)
{
    private const int KeptDays = 120;
    private readonly Dictionary<DateOnly, MonitoringDay> _days = [];

    /// <summary>The counts, by day.</summary>
    public IReadOnlyDictionary<DateOnly, MonitoringDay> All => _days;

    /// <summary>The counts of a day.</summary>
    public MonitoringDay Of(int number)
    {
        var day = DateOnly.FromDayNumber(number);
        if (!_days.TryGetValue(day, out var counts))
        {
            _days.Add(day, counts = new MonitoringDay(reference, day));
        }

        return counts;
    }

    /// <summary>Counts a booking as open, or cancelled, on the days up to one on which it was not counted yet.</summary>
    public void CountOpen(WatchedBooking booking, int until)
    {
        var open = booking.Open;
        for (var on = Math.Max(open.BookedOn, booking.CountedUntil + 1); on <= Math.Min(open.Last, until); on++)
        {
            Of(on).CountOpen(booking.Made!, booking.Risk, booking.Party, open.IsCancelled && on == open.Last);
            booking.CountedUntil = on;
        }
    }

    /// <summary>Mends what was counted of days that a late message tells otherwise.</summary>
    /// <param name="booking">The booking as it is now.</param>
    /// <param name="before">The days on which it could be cancelled, as far as was known when it was counted.</param>
    public void Correct(WatchedBooking booking, OpenDays before)
    {
        var now = booking.Open;
        var from = Math.Min(now.Last, before.Last);
        if (now == before || from > booking.CountedUntil)
        {
            return;
        }

        // Taken back as it was, and counted again as it is by the end of the day.
        for (var on = from; on <= Math.Min(before.Last, booking.CountedUntil); on++)
        {
            Of(on).TakeBackOpen(booking.Made!, booking.Risk, booking.Party, before.IsCancelled && on == before.Last);
        }

        booking.CountedUntil = from - 1;
    }

    /// <summary>Forgets days that no judge looks at any more.</summary>
    public void Forget(DateOnly today)
    {
        foreach (var old in _days.Keys.Where(d => d.DayNumber < today.DayNumber - KeptDays).ToList())
        {
            _days.Remove(old);
        }
    }
}
