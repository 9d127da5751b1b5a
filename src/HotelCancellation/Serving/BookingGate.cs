using HotelCancellation.Bookings;
using HotelCancellation.Validation;

namespace HotelCancellation.Serving;

/// <summary>Lets a booking through to the model, or says why not. The same wherever a prediction is asked for.</summary>
public sealed class BookingGate(BookingValidator validator)
{
    /// <summary>What validation says of a booking that a prediction is asked for.</summary>
    public BookingVerdict Judge(Booking booking)
    {
        var result = validator.Check(new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn), ValidationMode.Request);
        return new BookingVerdict(result.Rejects, result.Warnings.Count == 0 ? [] : [.. result.Warnings.Select(w => $"{w.Field}: {w.Message}")]);
    }
}
