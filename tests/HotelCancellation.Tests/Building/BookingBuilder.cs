using HotelCancellation.Bookings;

namespace HotelCancellation.Tests.Building;

/// <summary>An ordinary booking that passes every check; a test changes what it is about.</summary>
public static class BookingBuilder
{
    /// <summary>An ordinary booking.</summary>
    public static Booking Booking { get; } = new()
    {
        BookingId = new BookingId("B-1"),
        PropertyId = new PropertyId("City Hotel"),
        BookedOn = new DateOnly(2017, 3, 1),
        ArrivalDate = new DateOnly(2017, 5, 20),
        WeekendNights = 2,
        WeekNights = 1,
        Adults = 2,
        Children = 0,
        Babies = 0,
        Meal = "BB",
        MarketSegment = "Online TA",
        DistributionChannel = "TA/TO",
        ReservedRoomType = "A",
        DepositType = "No Deposit",
        Agent = "9",
        CustomerType = "Transient",
        Country = "PRT",
        IsRepeatedGuest = false,
        PreviousCancellations = 0,
        PreviousBookingsNotCanceled = 0,
        Adr = 101.5,
        SpecialRequests = 1,
    };

    /// <summary>The booking as it is made.</summary>
    public static BookingEvent Event { get; } = new(Booking, BookingStatus.Booked, Booking.BookedOn);

    /// <summary>An event of the ordinary booking, changed.</summary>
    public static BookingEvent With(Func<Booking, Booking> change) => Event with { Booking = change(Booking) };
}
