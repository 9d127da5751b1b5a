using CsCheck;
using HotelCancellation.Bookings;

namespace HotelCancellation.Tests.Building;

/// <summary>Any booking event that the contract can carry, sensible or not.</summary>
public static class BookingGen
{
    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 1, 128],
        Gen.String[Gen.Char["aZ09 ,;|\"'#\\/=<>&éß中{}[]:-"], 1, 20],
        Gen.OneOf<string>("NULL", "NA", "😀 grin", "true", "1", "\"", "a\"\"b", "#1", "0"))
        .Select(t => t.Trim()).Where(t => t.Length > 0);

    private static readonly Gen<string?> s_optional = Gen.OneOf(Gen.Const((string?)null), s_text.Select(t => (string?)t));
    private static readonly Gen<DateOnly> s_date = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);
    private static readonly Gen<int> s_whole = Gen.OneOf(Gen.Int[0, 5], Gen.Int);
    private static readonly Gen<double> s_number = Gen.OneOf(Gen.Double.Where(double.IsFinite), Gen.Int[0, 50_000].Select(x => x / 100.0));

    private static readonly Gen<Booking> s_ids = Gen.Select(
        s_text, s_text, s_optional, s_date, s_date, Gen.Select(s_whole, s_whole, s_whole, s_whole, s_whole),
        (id, property, guest, bookedOn, arrival, n) => BookingBuilder.Booking with
        {
            BookingId = new BookingId(id),
            PropertyId = new PropertyId(property),
            GuestRef = guest,
            BookedOn = bookedOn,
            ArrivalDate = arrival,
            WeekendNights = n.Item1,
            WeekNights = n.Item2,
            Adults = n.Item3,
            Children = n.Item4,
            Babies = n.Item5,
        });

    private static readonly Gen<Booking> s_booking = Gen.Select(
        s_ids, Gen.Select(s_text, s_text, s_text, s_text, s_text, s_text), Gen.Select(s_optional, s_optional, s_optional),
        Gen.Select(s_whole, s_whole, s_whole), s_number, Gen.Bool,
        (b, t, o, n, adr, repeated) => b with
        {
            Meal = t.Item1,
            MarketSegment = t.Item2,
            DistributionChannel = t.Item3,
            ReservedRoomType = t.Item4,
            DepositType = t.Item5,
            CustomerType = t.Item6,
            Agent = o.Item1,
            Company = o.Item2,
            Country = o.Item3,
            PreviousCancellations = n.Item1,
            PreviousBookingsNotCanceled = n.Item2,
            SpecialRequests = n.Item3,
            Adr = adr,
            IsRepeatedGuest = repeated,
        });

    /// <summary>Any event.</summary>
    public static Gen<BookingEvent> Event { get; } = Gen.Select(
        s_booking, Gen.Enum<BookingStatus>(), s_date, s_optional, (b, status, date, id) => new BookingEvent(b, status, date, id));
}
