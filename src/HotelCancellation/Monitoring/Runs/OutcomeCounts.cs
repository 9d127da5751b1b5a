using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
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
        var hotel = new OpenCounts(reference, days, first, judged.DayNumber);
        await using var log = predictions.ReadAsync(from, judged, null, RecordParts.Answer, cancellationToken).GetAsyncEnumerator(cancellationToken);
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
}
