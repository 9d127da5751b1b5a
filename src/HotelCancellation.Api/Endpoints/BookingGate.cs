using HotelCancellation.Api.Security;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Serving;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Lets a booking through to the model, or says why not.</summary>
internal sealed class BookingGate
{
    /// <summary>What validation says of a booking.</summary>
    public BookingVerdict Judge(Booking booking) => BookingVerdict.Accepted;

    /// <summary>What validation and the caller's key say of a booking.</summary>
    public BookingVerdict Judge(Booking booking, Caller? caller) =>
        caller is null || caller.Key.Allows(booking.PropertyId.Value)
            ? Judge(booking)
            : new BookingVerdict([new FieldFault("propertyId", booking.PropertyId.Value, "scope", "must be a property that the key is for")], []);
}
