namespace HotelCancellation.Bookings;

/// <summary>A booking within one property. Two properties may use the same value for different bookings.</summary>
/// <param name="Value">1 to 128 characters, none of them a control character.</param>
public readonly record struct BookingId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
