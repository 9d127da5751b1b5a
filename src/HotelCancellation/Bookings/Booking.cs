namespace HotelCancellation.Bookings;

/// <summary>
/// What a hotel knew of a booking on the day it was made. What only became known later (the assigned room, the status,
/// changes, time on a waiting list) has no place here, so that no feature can see it.
/// </summary>
public sealed record Booking
{
    /// <summary>The booking, within its property.</summary>
    public required BookingId BookingId { get; init; }

    /// <summary>The hotel.</summary>
    public required PropertyId PropertyId { get; init; }

    /// <summary>A pseudonym of the guest, when the hotel gives one. Never a name or an address.</summary>
    public string? GuestRef { get; init; }

    /// <summary>The day the booking was made, in the hotel's own calendar.</summary>
    public required DateOnly BookedOn { get; init; }

    /// <summary>The first night, in the hotel's own calendar; not before <see cref="BookedOn"/>.</summary>
    public required DateOnly ArrivalDate { get; init; }

    /// <summary>Saturday and Sunday nights of the stay.</summary>
    public required int WeekendNights { get; init; }

    /// <summary>Monday to Friday nights of the stay.</summary>
    public required int WeekNights { get; init; }

    /// <summary>Adults.</summary>
    public required int Adults { get; init; }

    /// <summary>Children.</summary>
    public required int Children { get; init; }

    /// <summary>Babies.</summary>
    public required int Babies { get; init; }

    /// <summary>Meal plan, such as <c>BB</c>, <c>HB</c>, <c>FB</c>, <c>SC</c>.</summary>
    public required string Meal { get; init; }

    /// <summary>Market segment, such as <c>Online TA</c> or <c>Groups</c>.</summary>
    public required string MarketSegment { get; init; }

    /// <summary>Distribution channel, such as <c>TA/TO</c> or <c>Direct</c>.</summary>
    public required string DistributionChannel { get; init; }

    /// <summary>The room type that was asked for; the one that was given is only known later.</summary>
    public required string ReservedRoomType { get; init; }

    /// <summary><c>No Deposit</c>, <c>Non Refund</c> or <c>Refundable</c>.</summary>
    public required string DepositType { get; init; }

    /// <summary>The travel agent, or null.</summary>
    public string? Agent { get; init; }

    /// <summary>The company that pays, or null.</summary>
    public string? Company { get; init; }

    /// <summary><c>Transient</c>, <c>Transient-Party</c>, <c>Contract</c> or <c>Group</c>.</summary>
    public required string CustomerType { get; init; }

    /// <summary>
    /// The guest's country (ISO 3166-1 alpha-3), or null. Hotels correct it at check-in, so it is kept and never used as a feature.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>The guest has stayed before.</summary>
    public required bool IsRepeatedGuest { get; init; }

    /// <summary>Earlier bookings of this guest that were cancelled.</summary>
    public required int PreviousCancellations { get; init; }

    /// <summary>Earlier bookings of this guest that were not cancelled.</summary>
    public required int PreviousBookingsNotCanceled { get; init; }

    /// <summary>Average daily rate, in the property's currency a night.</summary>
    public required double Adr { get; init; }

    /// <summary>Special requests, such as a high floor or a cot.</summary>
    public required int SpecialRequests { get; init; }

    /// <summary>Nights of the stay.</summary>
    public int Nights => WeekendNights + WeekNights;

    /// <summary>Days from <see cref="BookedOn"/> to <see cref="ArrivalDate"/>.</summary>
    public int LeadTimeDays => ArrivalDate.DayNumber - BookedOn.DayNumber;
}
