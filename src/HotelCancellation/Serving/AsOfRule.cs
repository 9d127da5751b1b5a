using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Serving;

/// <summary>Which day a booking is asked about: one of its life, from the day it was made to the day of arrival.</summary>
public static class AsOfRule
{
    /// <summary>The day when none is given: today, or the nearest day of the booking's life.</summary>
    public static DateOnly Default(Booking booking, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return today > booking.ArrivalDate && booking.ArrivalDate >= booking.BookedOn ? booking.ArrivalDate
            : today < booking.BookedOn ? booking.BookedOn : today;
    }

    /// <summary>What is wrong with a day that was given, or null.</summary>
    public static FieldFault? Check(Booking booking, DateOnly? asOf)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return asOf is { } day && (day < booking.BookedOn || day > booking.ArrivalDate)
            ? new FieldFault("asOf", Text(day), "range", $"must be from bookedOn ({Text(booking.BookedOn)}) to arrivalDate ({Text(booking.ArrivalDate)})")
            : null;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
