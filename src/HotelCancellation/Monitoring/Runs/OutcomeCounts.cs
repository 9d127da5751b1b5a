using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>
/// Adds to counts of days what became of the bookings by the end of the judged one: cancellations among those that were open on each day, and the outcomes of arrivals that have matured.
/// All of it is made anew out of events and log, side by side, so that nothing that comes late is missed. Memory depends on the bookings of one hotel.
/// </summary>
internal sealed class OutcomeCounts(LoggedPredictions predictions, ColumnarEvents events, MonitoringOptions options)
{
    /// <summary>Counts.</summary>
    /// <param name="version">The version.</param>
    /// <param name="reference">What it was trained on.</param>
    /// <param name="from">The first day of the log.</param>
    /// <param name="judged">The judged day: nothing that happened after it counts.</param>
    /// <param name="days">The days' counts, to which it is added.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Outcomes that have matured since the version's training.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<long> CountAsync(
        string version, ModelReference reference, DateOnly from, DateOnly judged, IReadOnlyDictionary<DateOnly, MonitoringDay> days, CancellationToken cancellationToken)
    {
        var (labels, matured, first) = (0L, judged.AddDays(-options.MatureDays), judged.AddDays(1 - options.ConceptDays).DayNumber);
        var hotel = new Hotel(reference, days, first, judged.DayNumber);
        await using var log = ReadAhead.OfAsync(predictions.ReadAsync(from, judged, null, RecordParts.Answer, cancellationToken), cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await log.MoveNextAsync();
        await foreach (var history in events.ReadAsync(null, judged.AddDays(1), cancellationToken))
        {
            var (made, state) = (history.Events[0].Event.Booking, history.State!);
            PredictionRecord? said = null;
            for (var order = -1; more && (order = Compare(log.Current.Booking, made)) <= 0; more = await log.MoveNextAsync())
            {
                said ??= order == 0 && BookingCounts.IsAtBooking(log.Current, version) ? log.Current : null;
            }

            hotel.Take(made, state);

            // What has arrived and is still open has lost its message; nobody knows its outcome.
            if (made.ArrivalDate > matured || state.Outcome is not { } outcome)
            {
                continue;
            }

            labels += made.ArrivalDate >= reference.KnownBefore ? 1 : 0;
            if (said is not null && days.TryGetValue(said.Booking.ArrivalDate, out var arrival))
            {
                arrival.CountOutcome(made.PropertyId.Value, said.Probability, outcome.IsCancellation);
            }
        }

        hotel.End();
        return labels;
    }

    private static int Compare(Booking a, Booking b)
    {
        var order = string.CompareOrdinal(a.PropertyId.Value, b.PropertyId.Value);
        return order != 0 ? order : string.CompareOrdinal(a.BookingId.Value, b.BookingId.Value);
    }

    /// <summary>The bookings of one hotel: how many a party has is known when all have been seen.</summary>
    private sealed class Hotel(ModelReference reference, IReadOnlyDictionary<DateOnly, MonitoringDay> days, int first, int last)
    {
        private readonly List<(Booking Booking, OpenDays Open)> _bookings = [];
        private PartySizes _parties = new();
        private PropertyId _property;

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
}
