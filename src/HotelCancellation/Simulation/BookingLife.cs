using System.Globalization;
using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>
/// The events of one booking: booked, perhaps modified, then cancelled, or not shown up, or checked in and out. A modification
/// changes the meal plan, which has no part in the risk, or something that the contract does not carry. The final row has what holds
/// after it. Who is to be modified, when and how does not depend on how the booking ends, or its first event would know its
/// future; a modification that the end forestalls is told with the end.
/// </summary>
internal struct BookingLife
{
    // As in the group as a whole, so that before a change meals are chosen as they are after it.
    private static readonly Choice<string> Meals = new(("BB", 0.77), ("HB", 0.13), ("SC", 0.09), ("FB", 0.01));

    private readonly BookingEvent _last;
    private readonly DateOnly? _modifiedOn;
    private readonly string? _mealBefore;
    private BookingStatus? _next = BookingStatus.Booked;
    private int _number;

    /// <summary>The life of a booking.</summary>
    /// <param name="last">Its end.</param>
    /// <param name="modifiedShare">Share of bookings that are to be modified.</param>
    /// <param name="random">A stream for this booking.</param>
    public BookingLife(BookingEvent last, double modifiedShare, SplitMix64 random)
    {
        _last = last;
        var booking = last.Booking;
        if (booking.LeadTimeDays > 1 && random.Chance(modifiedShare))
        {
            var day = booking.BookedOn.AddDays(1 + random.NextInt(booking.LeadTimeDays - 1));
            _modifiedOn = day < last.StatusDate ? day : null;
            _mealBefore = Meals.Pick(ref random);
        }
    }

    /// <summary>The day of the next event, or null at the end.</summary>
    public readonly DateOnly? NextOn => _next is { } next ? On(next) : null;

    /// <summary>The next event, after which the life goes on.</summary>
    public BookingEvent Next()
    {
        var status = _next ?? throw new InvalidOperationException("The life is over.");
        var booking = status == BookingStatus.Booked && _mealBefore is not null ? _last.Booking with { Meal = _mealBefore } : _last.Booking;
        var id = string.Create(CultureInfo.InvariantCulture, $"{booking.PropertyId.Value}.{booking.BookingId.Value}.{++_number}");
        var happened = new BookingEvent(booking, status, On(status), id);
        _next = After(status);
        return happened;
    }

    private readonly DateOnly On(BookingStatus status) => status switch
    {
        BookingStatus.Booked => _last.Booking.BookedOn,
        BookingStatus.Modified => _modifiedOn!.Value,
        BookingStatus.CheckedIn => _last.Booking.ArrivalDate,
        _ => _last.StatusDate,
    };

    private readonly BookingStatus? After(BookingStatus status) => status switch
    {
        BookingStatus.Booked when _modifiedOn is not null => BookingStatus.Modified,
        BookingStatus.Booked or BookingStatus.Modified => _last.Status == BookingStatus.CheckedOut ? BookingStatus.CheckedIn : _last.Status,
        BookingStatus.CheckedIn => BookingStatus.CheckedOut,
        _ => null,
    };
}
