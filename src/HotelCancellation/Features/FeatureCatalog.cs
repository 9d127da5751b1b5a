using HotelCancellation.Bookings;
using HotelCancellation.Features.Store;

namespace HotelCancellation.Features;

/// <summary>Every feature there is, and every column that must never be one.</summary>
public static class FeatureCatalog
{
    /// <summary>All definitions, those that leak among them.</summary>
    public static IReadOnlyList<FeatureDefinition> All { get; } =
    [
        Number("leadTimeDays", "days, 0 or more", "Days from booking to arrival", "A lead time of {0} days", x => x.Booking.LeadTimeDays),
        Number("arrivalMonth", "1 to 12", "Month of arrival", "Arrival in month {0}", x => x.Booking.ArrivalDate.Month),
        Number("arrivalDayOfMonth", "1 to 31", "Day of the month of arrival", "Arrival on day {0} of the month", x => x.Booking.ArrivalDate.Day),
        Number("arrivalDayOfWeek", "0 (Monday) to 6", "Day of the week of arrival", "Arrival on weekday {0} (0 is Monday)", x => DayOfWeek(x.Booking.ArrivalDate)),
        Number("bookedDayOfWeek", "0 (Monday) to 6", "Day of the week of booking", "A booking made on weekday {0} (0 is Monday)", x => DayOfWeek(x.Booking.BookedOn)),
        Number("weekendNights", "nights", "Saturday and Sunday nights", "Weekend nights {0}", x => x.Booking.WeekendNights),
        Number("weekNights", "nights", "Monday to Friday nights", "Week nights {0}", x => x.Booking.WeekNights),
        Number("nights", "nights", "Nights of the stay", "A stay of {0} nights", x => x.Booking.Nights),
        Number("adults", "persons", "Adults", "Adults {0}", x => x.Booking.Adults),
        Number("children", "persons", "Children", "Children {0}", x => x.Booking.Children),
        Number("babies", "persons", "Babies", "Babies {0}", x => x.Booking.Babies),
        Number("isRepeatedGuest", "0 or 1", "The guest has stayed before", "Repeated guest {0} (1 is yes)", x => x.Booking.IsRepeatedGuest ? 1 : 0),
        Number("previousCancellations", "bookings", "Earlier bookings of the guest that were cancelled", "Earlier cancellations of the guest {0}", x => x.Booking.PreviousCancellations),
        Number("previousBookingsNotCanceled", "bookings", "Earlier bookings of the guest that were not cancelled", "Earlier bookings that the guest kept {0}", x => x.Booking.PreviousBookingsNotCanceled),
        Number("adr", "currency a night", "Average daily rate", "A daily rate of {0}", x => (float)x.Booking.Adr),
        Number("specialRequests", "requests", "Special requests", "Special requests {0}", x => x.Booking.SpecialRequests),
        Category("propertyId", FeatureEncoding.Rank, "The hotel", "The hotel {0}", b => b.PropertyId.Value),
        Category("meal", FeatureEncoding.Rank, "Meal plan", "Meal plan '{0}'", b => b.Meal),
        Category("marketSegment", FeatureEncoding.Rank, "Market segment", "Market segment '{0}'", b => b.MarketSegment),
        Category("distributionChannel", FeatureEncoding.Rank, "Distribution channel", "Distribution channel '{0}'", b => b.DistributionChannel),
        Category("reservedRoomType", FeatureEncoding.Rank, "Room type asked for", "Room type '{0}'", b => b.ReservedRoomType),
        Category("depositType", FeatureEncoding.Rank, "Deposit", "Deposit '{0}'", b => b.DepositType),
        Category("customerType", FeatureEncoding.Rank, "Customer type", "Customer type '{0}'", b => b.CustomerType),
        Category("agentRate", FeatureEncoding.Rate, "Cancellation rate of the travel agent in the training data", "The record of travel agent '{0}'", b => b.Agent),
        Category("agentCount", FeatureEncoding.Count, "Bookings of the travel agent in the training data", "The volume of travel agent '{0}'", b => b.Agent),
        Category("companyRate", FeatureEncoding.Rate, "Cancellation rate of the company in the training data", "The record of company '{0}'", b => b.Company),
        Category("companyCount", FeatureEncoding.Count, "Bookings of the company in the training data", "The volume of company '{0}'", b => b.Company),
        AsOf("daysSinceBooking", "days, 0 or more", "Days since the booking was made", "A booking made {0} days ago", x => x.AsOf.DayNumber - x.Booking.BookedOn.DayNumber),
        AsOf("daysToArrival", "days", "Days until the arrival", "An arrival in {0} days", x => x.Booking.ArrivalDate.DayNumber - x.AsOf.DayNumber),
        .. ContextFeatures.All,
        Leak("isCanceled", "It is the outcome."),
        Leak("reservationStatus", "It is the outcome."),
        Leak("reservationStatusDate", "It is the day of the outcome."),
        Leak("status", "It is the outcome, or on its way to it."),
        Leak("statusDate", "It is the day of the outcome, or on its way to it."),
        Leak("assignedRoomType", "A room is assigned at check-in: whoever cancelled has none but the one asked for."),
        Leak("bookingChanges", "Changes are counted until the stay or the cancellation, so the count knows how long the booking lived."),
        Leak("daysInWaitingList", "It is only known when the booking leaves the waiting list."),
        Leak("requiredCarParkingSpaces", "It is recorded at arrival: no cancelled booking has one."),
        Leak("country", "It is corrected at check-in, so that a missing or default country gives the cancellation away."),
        Leak("arrivalYear", "It is no leak but no feature either: a year seen in training does not come again."),
    ];

    /// <summary>The features that a model uses when nothing else is asked for.</summary>
    public static IReadOnlyList<FeatureDefinition> Default { get; } = [.. All.Where(f => f.KnownAt == KnownAt.Booking)];

    /// <summary>Those, and what is only known on the day that is asked about.</summary>
    public static IReadOnlyList<FeatureDefinition> Allowed { get; } = [.. All.Where(f => f.KnownAt != KnownAt.Later)];

    private static int DayOfWeek(DateOnly date) => ((int)date.DayOfWeek + 6) % 7;

    private static FeatureDefinition Number(string name, string unit, string description, string phrase, Func<BookingAt, float> number) =>
        new() { Name = name, KnownAt = KnownAt.Booking, Unit = unit, Description = description, Phrase = phrase, Number = number };

    private static FeatureDefinition AsOf(string name, string unit, string description, string phrase, Func<BookingAt, float> number) =>
        Number(name, unit, description, phrase, number) with { KnownAt = KnownAt.AsOf };

    private static FeatureDefinition Category(string name, FeatureEncoding encoding, string description, string phrase, Func<Booking, string?> category) =>
        new()
        {
            Name = name,
            Encoding = encoding,
            KnownAt = KnownAt.Booking,
            Unit = encoding switch { FeatureEncoding.Rank => "category", FeatureEncoding.Rate => "share, 0 to 1", _ => "bookings" },
            Description = description,
            Phrase = phrase,
            Category = category,
        };

    private static FeatureDefinition Leak(string name, string why) =>
        new() { Name = name, KnownAt = KnownAt.Later, Unit = "not used", Description = why };
}
