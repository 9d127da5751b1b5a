namespace HotelCancellation.Bookings.Events;

/// <summary>
/// A row that tells a booking's whole life, as historic files do: made on the day of booking, and what became of it by the day of its
/// status. Taken as one event it would hide that the booking was on the books in between.
/// </summary>
public static class BookingLifeRow
{
    /// <summary>The events that a row of a whole life stands for, in canonical order: one or two.</summary>
    /// <param name="row">
    /// The row. Where its status is not <see cref="BookingStatus.Booked"/>, it becomes <c>booked</c> on <see cref="Booking.BookedOn"/> and the row
    /// itself; the first has no id of its own, so that two rows of one booking, an early one and a late one, share it. A row whose
    /// status is older than the booking, which no life can be, is left as it is.
    /// </param>
    public static IReadOnlyList<BookingEvent> Expand(BookingEvent row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Status == BookingStatus.Booked || row.StatusDate < row.Booking.BookedOn
            ? [row]
            : [new BookingEvent(row.Booking, BookingStatus.Booked, row.Booking.BookedOn), row];
    }

    /// <summary>The history that a row of a whole life stands for.</summary>
    /// <inheritdoc cref="Expand" path="/param"/>
    public static BookingHistory HistoryOf(BookingEvent row) => BookingHistory.Of(Expand(row));

    /// <summary>
    /// The histories of a file's rows: where a booking has one row alone, that row is its whole life; where it has several, they are its events.
    /// </summary>
    public static IReadOnlyList<BookingHistory> Histories(IEnumerable<BookingEvent> rows) =>
        [.. rows.GroupBy(r => (r.Booking.PropertyId, r.Booking.BookingId)).ToArray().AsParallel().AsOrdered().Select(g => g.Skip(1).Any() ? BookingHistory.Of(g) : HistoryOf(g.First()))];
}
