using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>What became of an event that was sent.</summary>
public enum EventVerdict
{
    /// <summary>New, and it counts.</summary>
    Accepted,

    /// <summary>It was there before.</summary>
    Duplicate,

    /// <summary>It does not count: marked among the booking's events, or not kept.</summary>
    Quarantined,
}

/// <summary>The receipt for one event. What it says is durable.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Fault">Why it does not count; null unless quarantined.</param>
/// <param name="State">Where its booking stands with all that came at once; null where it has no event.</param>
public readonly record struct EventReceipt(EventVerdict Verdict, FieldFault? Fault, BookingState? State);
