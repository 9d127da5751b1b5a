namespace HotelCancellation.Bookings.Reading;

/// <summary>The index of each field in <see cref="BookingField.All"/>.</summary>
internal static class FieldIndex
{
    public const int BookingId = 0;
    public const int PropertyId = 1;
    public const int GuestRef = 2;
    public const int BookedOn = 3;
    public const int ArrivalDate = 4;
    public const int WeekendNights = 5;
    public const int WeekNights = 6;
    public const int Adults = 7;
    public const int Children = 8;
    public const int Babies = 9;
    public const int Meal = 10;
    public const int MarketSegment = 11;
    public const int DistributionChannel = 12;
    public const int ReservedRoomType = 13;
    public const int DepositType = 14;
    public const int Agent = 15;
    public const int Company = 16;
    public const int CustomerType = 17;
    public const int Country = 18;
    public const int IsRepeatedGuest = 19;
    public const int PreviousCancellations = 20;
    public const int PreviousBookingsNotCanceled = 21;
    public const int Adr = 22;
    public const int SpecialRequests = 23;
    public const int Status = 24;
    public const int StatusDate = 25;
    public const int EventId = 26;
}
