using HotelCancellation.Bookings;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>
/// Adds to counts of days what became of the bookings by the end of the judged one: cancellations among those that were open on each day, and the outcomes of arrivals that have matured.
/// All of it is made anew out of the log and the events, so that nothing that comes late is missed. Memory depends on the bookings of one hotel.
/// </summary>
internal sealed class OutcomeCounts(PredictionOutcomes outcomes, MonitoringOptions options)
{
    /// <summary>Counts.</summary>
    /// <param name="version">The version.</param>
    /// <param name="reference">What it was trained on.</param>
    /// <param name="from">The first day of the log.</param>
    /// <param name="judged">The judged day: nothing that happened after it counts.</param>
    /// <param name="days">The days' counts, ascending up to the judged day, to which it is added.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Outcomes that have matured since the version's training.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<long> CountAsync(
        string version, ModelReference reference, DateOnly from, DateOnly judged, IReadOnlyDictionary<DateOnly, MonitoringDay> days, CancellationToken cancellationToken)
    {
        var (labels, hotel, counted) = (0L, new List<PredictionOutcome>(), default(PredictionRecord));
        await foreach (var each in outcomes.ReadAsync(from, judged, null, judged.AddDays(1), RecordParts.Categories, cancellationToken))
        {
            if (!BookingCounts.IsAtBooking(each.Record, version) || BookingCounts.IsSameBooking(each.Record, counted))
            {
                continue;
            }

            if (counted is not null && counted.Booking.PropertyId != each.Record.Booking.PropertyId)
            {
                labels += Count(hotel, judged, reference, days);
                hotel.Clear();
            }

            counted = each.Record;
            hotel.Add(each);
        }

        return labels + Count(hotel, judged, reference, days);
    }

    private long Count(List<PredictionOutcome> hotel, DateOnly judged, ModelReference reference, IReadOnlyDictionary<DateOnly, MonitoringDay> days)
    {
        var parties = new PartySizes();
        hotel.ForEach(h => parties.Add(h.Record.Booking));
        var (labels, matured, first) = (0L, judged.AddDays(-options.MatureDays), judged.AddDays(1 - options.ConceptDays).DayNumber);
        foreach (var (record, state, _) in hotel.Where(h => h.State is not null))
        {
            var (booking, party) = (record.Booking, parties.Of(record.Booking));
            var open = OpenDays.Of(booking, state!);
            for (var on = Math.Max(first, open.BookedOn); on <= Math.Min(open.Last, judged.DayNumber); on++)
            {
                if (days.TryGetValue(DateOnly.FromDayNumber(on), out var day))
                {
                    day.CountOpen(booking.PropertyId.Value, record.Probability, booking.BookedOn, booking.ArrivalDate, party, open.IsCancelled && on == open.Last);
                }
            }

            // What has arrived and is still open has lost its message; nobody knows its outcome.
            if (booking.ArrivalDate <= matured && state!.Outcome is { } outcome)
            {
                labels += booking.ArrivalDate >= reference.KnownBefore ? 1 : 0;
                if (days.TryGetValue(booking.ArrivalDate, out var arrival))
                {
                    arrival.CountOutcome(booking.PropertyId.Value, record.Probability, outcome.IsCancellation);
                }
            }
        }

        return labels;
    }
}
