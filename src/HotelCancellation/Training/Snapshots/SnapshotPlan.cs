using HotelCancellation.Bookings;

namespace HotelCancellation.Training.Snapshots;

/// <summary>
/// Chooses the days on which a booking is looked at: the day of booking, and then every so many days while it is on the books. Where in
/// that step it begins depends on the booking's id alone, so that all days to arrival are covered, and a booking has the same snapshots
/// whenever training runs.
/// </summary>
/// <param name="stepDays">Days between two snapshots.</param>
public sealed class SnapshotPlan(int stepDays)
{
    /// <summary>The snapshots of a booking of days before one.</summary>
    public IEnumerable<Snapshot> Of(BookingLife life, int place, int before)
    {
        ArgumentNullException.ThrowIfNull(life);
        var arrival = life.First.ArrivalDate.DayNumber;
        var phase = Phase(life.First);
        var day = life.BookedOn;
        if (day < before)
        {
            yield return new Snapshot(place, day, 0, Math.Min(1 + phase, arrival - day + 1));
        }

        day += 1 + phase;
        for (var number = 1; day < before && life.At(day) is var state; number++, day += stepDays)
        {
            if (state is not null && !life.IsOnBooks(day))
            {
                yield break;
            }

            if (state is not null)
            {
                yield return new Snapshot(place, day, number, Math.Min(stepDays, state.Booking.ArrivalDate.DayNumber - day + 1));
            }
            else if (day > arrival)
            {
                yield break;
            }
        }
    }

    /// <summary>A number that depends on a booking's id and a salt alone, spread evenly.</summary>
    internal static uint Hash(Booking booking, int salt = 0)
    {
        // FNV-1a and a last mixing: not the runtime's own hash, which differs from process to process.
        var hash = 2166136261u ^ (uint)(salt * 16777619);
        foreach (var c in booking.BookingId.Value)
        {
            hash = (hash ^ c) * 16777619u;
        }

        hash ^= hash >> 15;
        hash *= 2246822519u;
        return hash ^ (hash >> 13);
    }

    private int Phase(Booking booking) => (int)(Hash(booking) % (uint)stepDays);
}
