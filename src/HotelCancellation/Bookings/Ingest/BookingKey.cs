namespace HotelCancellation.Bookings.Ingest;

/// <summary>A booking among those of all properties.</summary>
internal readonly record struct BookingKey(PropertyId PropertyId, BookingId BookingId)
{
    public static BookingKey Of(BookingEvent booking) => new(booking.Booking.PropertyId, booking.Booking.BookingId);
}
