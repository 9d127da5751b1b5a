namespace HotelCancellation.Bookings.Reading;

/// <summary>One row of an input: a booking, or what is wrong with it.</summary>
/// <param name="RowNumber">1 for the first row after a header, or for the first element or line.</param>
/// <param name="Event">The booking as read; null when <see cref="Faults"/> has an entry.</param>
/// <param name="Faults">What could not be read.</param>
public readonly record struct BookingRow(long RowNumber, BookingEvent? Event, IReadOnlyList<FieldFault> Faults)
{
    /// <summary>Whether the layout has a row for a booking's whole life rather than for one event, as the public layout has; see <see cref="Events.BookingLifeRow"/>.</summary>
    public bool IsLife { get; init; }
}
