using System.Collections.Frozen;
using System.Globalization;
using HotelCancellation.Bookings;

namespace HotelCancellation.Validation;

/// <summary>A value of a booking that an expectation can look at: a field of the contract, or a number made of several.</summary>
internal sealed class BookingValue
{
    private BookingValue(Func<BookingEvent, double>? number, Func<BookingEvent, string?> text, bool isDate)
    {
        Number = number;
        Text = text;
        IsDate = isDate;
    }

    /// <summary>All of them, by name.</summary>
    public static FrozenDictionary<string, BookingValue> All { get; } = new Dictionary<string, BookingValue>(StringComparer.Ordinal)
    {
        ["bookingId"] = OfText(e => e.Booking.BookingId.Value),
        ["propertyId"] = OfText(e => e.Booking.PropertyId.Value),
        ["guestRef"] = OfText(e => e.Booking.GuestRef),
        ["bookedOn"] = OfDate(e => e.Booking.BookedOn),
        ["arrivalDate"] = OfDate(e => e.Booking.ArrivalDate),
        ["weekendNights"] = OfNumber(e => e.Booking.WeekendNights),
        ["weekNights"] = OfNumber(e => e.Booking.WeekNights),
        ["adults"] = OfNumber(e => e.Booking.Adults),
        ["children"] = OfNumber(e => e.Booking.Children),
        ["babies"] = OfNumber(e => e.Booking.Babies),
        ["meal"] = OfText(e => e.Booking.Meal),
        ["marketSegment"] = OfText(e => e.Booking.MarketSegment),
        ["distributionChannel"] = OfText(e => e.Booking.DistributionChannel),
        ["reservedRoomType"] = OfText(e => e.Booking.ReservedRoomType),
        ["depositType"] = OfText(e => e.Booking.DepositType),
        ["agent"] = OfText(e => e.Booking.Agent),
        ["company"] = OfText(e => e.Booking.Company),
        ["customerType"] = OfText(e => e.Booking.CustomerType),
        ["country"] = OfText(e => e.Booking.Country),
        ["isRepeatedGuest"] = OfNumber(e => e.Booking.IsRepeatedGuest ? 1 : 0),
        ["previousCancellations"] = OfNumber(e => e.Booking.PreviousCancellations),
        ["previousBookingsNotCanceled"] = OfNumber(e => e.Booking.PreviousBookingsNotCanceled),
        ["adr"] = OfNumber(e => e.Booking.Adr),
        ["specialRequests"] = OfNumber(e => e.Booking.SpecialRequests),
        ["status"] = OfText(e => e.Status.ToText()),
        ["statusDate"] = OfDate(e => e.StatusDate),
        ["eventId"] = OfText(e => e.EventId),

        // Added up as doubles: two huge whole numbers must not wrap around to a harmless sum.
        // What is shown is what was sent, not the sum that nobody sent.
        ["nights"] = Made(e => (double)e.Booking.WeekendNights + e.Booking.WeekNights, e => $"weekendNights {e.Booking.WeekendNights}, weekNights {e.Booking.WeekNights}"),
        ["guests"] = Made(e => (double)e.Booking.Adults + e.Booking.Children + e.Booking.Babies, e => $"adults {e.Booking.Adults}, children {e.Booking.Children}, babies {e.Booking.Babies}"),
        ["leadTimeDays"] = Made(e => e.Booking.LeadTimeDays, e => $"bookedOn {e.Booking.BookedOn:yyyy-MM-dd}, arrivalDate {e.Booking.ArrivalDate:yyyy-MM-dd}"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The value as a number, a date as its day number; null for text.</summary>
    public Func<BookingEvent, double>? Number { get; }

    /// <summary>The value as text; of a number made of several, those.</summary>
    public Func<BookingEvent, string?> Text { get; }

    /// <summary>Whether it is a date.</summary>
    public bool IsDate { get; }

    private static BookingValue OfText(Func<BookingEvent, string?> text) => new(null, text, false);

    private static BookingValue OfNumber(Func<BookingEvent, double> number) =>
        new(number, e => number(e).ToString(CultureInfo.InvariantCulture), false);

    private static BookingValue Made(Func<BookingEvent, double> number, Func<BookingEvent, FormattableString> text) =>
        new(number, e => FormattableString.Invariant(text(e)), false);

    private static BookingValue OfDate(Func<BookingEvent, DateOnly> date) =>
        new(e => date(e).DayNumber, e => date(e).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), true);
}
