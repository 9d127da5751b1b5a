using HotelCancellation.Api.Security;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Serving;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Whether the caller has access to the property of a booking.</summary>
internal static class PropertyScope
{
    /// <summary>What the caller's binding, and then the gate, say of a booking.</summary>
    public static BookingVerdict Judge(this BookingGate gate, Booking booking, Caller? caller) =>
        Fault(booking, caller) is { } fault ? new BookingVerdict([fault], []) : gate.Judge(booking);

    /// <summary>What the caller's binding says of a booking; null where its property is among those of the caller.</summary>
    public static FieldFault? Fault(Booking booking, Caller? caller) =>
        caller is null || caller.Allows(booking.PropertyId.Value)
            ? null
            : new FieldFault("propertyId", booking.PropertyId.Value, "scope", "must be a property that the caller has access to");
}
