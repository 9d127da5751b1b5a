using System.Runtime.CompilerServices;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Platform;

namespace HotelCancellation.Predictions;

/// <summary>A logged prediction and what became of its booking.</summary>
/// <param name="Record">The prediction.</param>
/// <param name="State">Where the booking stands; null for one that was never sent.</param>
/// <param name="IsKnown">Whether there are events of the booking.</param>
public readonly record struct PredictionOutcome(PredictionRecord Record, BookingState? State, bool IsKnown)
{
    /// <summary>What became of the booking; null while that is open, and for a booking that was never sent.</summary>
    public BookingOutcome? Outcome => State?.Outcome;
}

/// <summary>Joins logged predictions with outcomes: two streams in the same order, side by side, in memory that does not grow with either.</summary>
public sealed class PredictionOutcomes(LoggedPredictions predictions, ColumnarEvents events)
{
    /// <summary>Reads predictions of some days with what is known of their bookings.</summary>
    /// <param name="from">The first day, UTC, of predictions.</param>
    /// <param name="to">The last day.</param>
    /// <param name="property">The property; null for all of them.</param>
    /// <param name="before">Only events of days before this one, so that an outcome is what that day could know; null for all of them.</param>
    /// <param name="parts">What to read of each prediction. Leaving its features out takes half of the time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Every prediction once, by property, booking and id.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async IAsyncEnumerable<PredictionOutcome> ReadAsync(
        DateOnly from, DateOnly to, PropertyId? property, DateOnly? before, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var histories = events.ReadAsync(property, before, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await histories.MoveNextAsync();
        await foreach (var record in predictions.ReadAsync(from, to, property, parts, cancellationToken))
        {
            var order = -1;
            while (more && (order = Compare(histories.Current.Events[0].Event.Booking, record.Booking)) < 0)
            {
                more = await histories.MoveNextAsync();
            }

            var isKnown = more && order == 0;
            yield return new PredictionOutcome(record, isKnown ? histories.Current.State : null, isKnown);
        }
    }

    private static int Compare(Booking a, Booking b)
    {
        var order = string.CompareOrdinal(a.PropertyId.Value, b.PropertyId.Value);
        return order != 0 ? order : string.CompareOrdinal(a.BookingId.Value, b.BookingId.Value);
    }
}
