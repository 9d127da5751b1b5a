using HotelCancellation.Api.Security;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Serving;
using HotelCancellation.Validation;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Lets a booking through to the model, or says why not.</summary>
internal sealed class BookingGate(BookingValidator validator)
{
    /// <summary>What validation says of a booking that a prediction is asked for.</summary>
    public BookingVerdict Judge(Booking booking)
    {
        var result = validator.Check(new BookingEvent(booking, BookingStatus.Booked, booking.BookedOn), ValidationMode.Request);
        return new BookingVerdict(result.Rejects, result.Warnings.Count == 0 ? [] : [.. result.Warnings.Select(w => $"{w.Field}: {w.Message}")]);
    }

    /// <summary>What the caller's key and validation say of a booking.</summary>
    public BookingVerdict Judge(Booking booking, Caller? caller) =>
        caller is null || caller.Key.Allows(booking.PropertyId.Value)
            ? Judge(booking)
            : new BookingVerdict([new FieldFault("propertyId", booking.PropertyId.Value, "scope", "must be a property that the key is for")], []);
}
