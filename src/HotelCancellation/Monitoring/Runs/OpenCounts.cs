using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>
/// Counts bookings, hotel after hotel, on the days on which they were open or cancelled. How many a party has is known when all bookings of a hotel have been seen, so that these wait
/// in memory until then.
/// </summary>
/// <param name="reference">What the version was trained on.</param>
/// <param name="days">The days' counts, to which it is added.</param>
/// <param name="first">The first day that counts, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="last">The last one.</param>
internal sealed class OpenCounts(ModelReference reference, IReadOnlyDictionary<DateOnly, MonitoringDay> days, int first, int last)
{
    private readonly List<(Booking Booking, OpenDays Open)> _bookings = [];
    private PartySizes _parties = new();
    private PropertyId _property;

    /// <summary>Takes the next booking; those of a hotel come one after the other.</summary>
    public void Take(Booking made, BookingState state)
    {
        if (made.PropertyId != _property)
        {
            End();
            _property = made.PropertyId;
        }

        _parties.Add(made);
        var open = OpenDays.Of(made, state);
        if (open.Last >= first && open.BookedOn <= last)
        {
            _bookings.Add((made, open));
        }
    }

    /// <summary>Counts those of the hotel that was taken last.</summary>
    public void End()
    {
        foreach (var (booking, open) in _bookings)
        {
            var (risk, party) = (reference.Pace.RiskOf(booking), _parties.Of(booking));
            for (var on = Math.Max(first, open.BookedOn); on <= Math.Min(open.Last, last); on++)
            {
                if (days.TryGetValue(DateOnly.FromDayNumber(on), out var day))
                {
                    day.CountOpen(booking, risk, party, open.IsCancelled && on == open.Last);
                }
            }
        }

        _bookings.Clear();
        _parties = new PartySizes();
    }
}
