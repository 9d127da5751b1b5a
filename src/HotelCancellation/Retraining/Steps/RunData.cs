using System.Runtime.CompilerServices;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Training;
using HotelCancellation.Validation;

namespace HotelCancellation.Retraining.Steps;

/// <summary>The data set of a run, as its steps read it: bookings that validation rejects are left out by each of them, so that all see the same.</summary>
internal sealed class RunData(BlobHistories sets, BookingValidator validator)
{
    /// <summary>The histories that may be learned from.</summary>
    public async Task<List<BookingHistory>> ReadAsync(string fingerprint, CancellationToken cancellationToken)
    {
        var histories = new List<BookingHistory>();
        await foreach (var history in sets.ReadAsync(fingerprint, cancellationToken))
        {
            if (validator.Check(LatestOf(history), ValidationMode.History).Accepted)
            {
                histories.Add(history);
            }
        }

        return histories;
    }

    /// <summary>All of them as rows, for validation.</summary>
    public async IAsyncEnumerable<BookingRow> RowsAsync(string fingerprint, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long row = 0;
        await foreach (var history in sets.ReadAsync(fingerprint, cancellationToken))
        {
            yield return new BookingRow(++row, LatestOf(history), []);
        }
    }

    /// <summary>What was known of them before a day.</summary>
    public static List<BookingHistory> Before(IEnumerable<BookingHistory> histories, DateOnly day) =>
        [.. histories.Where(h => h.Events[0].Event.StatusDate < day).Select(h => h.Events[^1].Event.StatusDate < day ? h : BookingHistory.Empty.With(h.Events.TakeWhile(e => e.Event.StatusDate < day)))];

    private static Bookings.BookingEvent LatestOf(BookingHistory history) =>
        new(history.State!.Booking, history.State.Status, history.State.Outcome?.KnownOn ?? history.State.StatusDate);
}
