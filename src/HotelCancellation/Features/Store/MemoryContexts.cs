using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Features.Store;

/// <summary>The offline side of the feature store: what the bookings of a set say of each other. Immutable and safe for many threads.</summary>
public sealed class MemoryContexts : IContextSource
{
    private readonly MemoryLedger _ledger;
    private readonly IReadOnlyDictionary<(PropertyId, BookingId), BookingHistory> _histories;

    /// <summary>Creates it from the bookings, each once.</summary>
    public MemoryContexts(IReadOnlyCollection<BookingHistory> histories)
    {
        _ledger = MemoryLedger.Of(histories);
        _histories = histories.ToDictionary(h => (h.State!.Booking.PropertyId, h.State.Booking.BookingId));
    }

    /// <summary>No bookings.</summary>
    public static MemoryContexts None { get; } = new([]);

    /// <summary>What was known by a day.</summary>
    public BookingContext Context(Booking booking, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(booking);
        var own = asOf > booking.BookedOn && _histories.TryGetValue((booking.PropertyId, booking.BookingId), out var history) ? BookingEntries.Of(history) : [];
        return new BookingContext(booking, asOf, _ledger, own);
    }

    /// <inheritdoc/>
    public ValueTask<BookingContext?> ContextAsync(Booking booking, DateOnly asOf, CancellationToken cancellationToken) =>
        ValueTask.FromResult<BookingContext?>(Context(booking, asOf));
}
