namespace HotelCancellation.Bookings.Reading;

/// <summary>One row of an input: a booking, or what is wrong with it.</summary>
/// <param name="RowNumber">1 for the first row after a header, or for the first element or line.</param>
/// <param name="Event">The booking as read; null when <see cref="Faults"/> has an entry.</param>
/// <param name="Faults">What could not be read.</param>
public readonly record struct BookingRow(long RowNumber, BookingEvent? Event, IReadOnlyList<FieldFault> Faults)
{
    /// <summary>Whether the layout has a row for a booking's whole life rather than for one event, as the public layout has; see <see cref="Events.BookingLifeRow"/>.</summary>
    public bool IsLife { get; init; }

    /// <summary>The most names in <see cref="Unread"/>.</summary>
    public const int MostUnread = 6;

    /// <summary>The booking's id in a row that is otherwise faulty; null where it could not be read, and in good rows.</summary>
    public BookingId? FaultyId { get; init; }

    /// <summary>The property in a row that is otherwise faulty; null where it could not be read, and in good rows.</summary>
    public PropertyId? FaultyPropertyId { get; init; }

    /// <summary>What could be read of a faulty row: a JSON object with the contract's names; a field that is wrong has what was given, as text. Null in good rows.</summary>
    public string? Fields { get; init; }

    /// <summary>Names in the row that the contract does not have, at most <see cref="MostUnread"/>; null for none.</summary>
    public IReadOnlyList<string>? Unread { get; init; }
}
