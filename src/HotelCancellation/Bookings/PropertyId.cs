namespace HotelCancellation.Bookings;

/// <summary>A hotel, by the name its own systems use for it. Compared ordinally.</summary>
/// <param name="Value">1 to 128 characters, none of them a control character.</param>
public readonly record struct PropertyId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
