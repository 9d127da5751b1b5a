namespace HotelCancellation.Features.Store;

/// <summary>
/// The features that look at the bookings around a booking, as of a day. Each is a formula over <see cref="BookingContext"/>, so that none
/// can see the day itself or later, or the booking itself. Where nothing is known, each has the value that it tends to as counts go to
/// none: a share is the share of the level above it, and a count is 0.
/// </summary>
public static class ContextFeatures
{
    /// <summary>Days that a level looks back on: a year, so that every season is in it once.</summary>
    public const int YearDays = 365;

    /// <summary>Days that a price level and a pace look back on.</summary>
    public const int QuarterDays = 90;

    /// <summary>Days that counts as recent: four weeks, so that every weekday is in it as often.</summary>
    public const int RecentDays = 28;

    /// <summary>Bookings' worth of the level above that a share is shrunk with; see <see cref="FeatureEncoderFitter.ShrinkageWeight"/>.</summary>
    public const double Weight = 20;

    /// <summary>The share of cancellations of a property of which nothing is known, and how many bookings that guess is worth.</summary>
    public const double UnknownShare = 0.3;

    private const double UnknownWeight = 50;
    private const double SiblingWeight = 3;
    private const double TypicalWeight = 1;

    /// <summary>The definitions.</summary>
    public static IReadOnlyList<FeatureDefinition> All { get; } =
    [
        Context("propertyRate", "share, 0 to 1", "Share cancelled of the property's arrivals of the last 365 days", "A share of {0} of the hotel's bookings cancelled in a year", PropertyShare),
        Context("segmentRate", "share, 0 to 1", "Share cancelled of the segment's arrivals of the last 365 days", "A share of {0} of the segment's bookings cancelled in a year", c => MaturedShare(c, LedgerScope.Segment)),
        Context("agentHistoryRate", "share, 0 to 1", "Share cancelled of the travel agent's arrivals of the last 365 days, shrunk to the property's", "A share of {0} of the travel agent's bookings cancelled in a year", c => MaturedShare(c, LedgerScope.Agent)),
        Context("agentHistoryCount", "bookings", "The travel agent's arrivals of the last 365 days", "{0} bookings of the travel agent in a year", c => c.Within(LedgerScope.Agent, YearDays).Matured),
        Context("companyHistoryRate", "share, 0 to 1", "Share cancelled of the company's arrivals of the last 365 days, shrunk to the property's", "A share of {0} of the company's bookings cancelled in a year", c => MaturedShare(c, LedgerScope.Company)),
        Context("companyHistoryCount", "bookings", "The company's arrivals of the last 365 days", "{0} bookings of the company in a year", c => c.Within(LedgerScope.Company, YearDays).Matured),
        Context("propertyIntensity", "cancellations a booking on the books, in 28 days", "Cancellations of the last 28 days against the bookings that could have been cancelled", "A recent pace of {0} cancellations a booking at the hotel", PropertyIntensity),
        Context("segmentIntensity", "cancellations a booking on the books, in 28 days", "The same of the segment, shrunk to the property's", "A recent pace of {0} cancellations a booking in the segment", c => Intensity(c, LedgerScope.Segment)),
        Context("agentIntensity", "cancellations a booking on the books, in 28 days", "The same of the travel agent, shrunk to the property's", "A recent pace of {0} cancellations a booking of the travel agent", c => Intensity(c, LedgerScope.Agent)),
        Context("nightOnBooks", "bookings", "Other bookings on the books that arrive on the same day", "{0} other arrivals on the books for the day", c => c.Of(LedgerScope.Night).Active),
        Context("nightCancelledShare", "share, 0 to 1", "Share already cancelled of the other bookings of the arrival day", "A share of {0} of the day's bookings already cancelled", c => SiblingShare(c, LedgerScope.Night)),
        Context("nightPickup", "bookings", "Bookings of the arrival day that came in within 28 days", "{0} bookings for the day in four weeks", c => c.Within(LedgerScope.Night, RecentDays).Booked),
        Context("nightFullness", "ratio, 0 or more", "Rooms on the books for the first night against an ordinary night of the last 90 days", "A first night {0} times as full as an ordinary one", Fullness),
        Context("agentSiblings", "bookings", "Other bookings on the books of the travel agent for the arrival day", "{0} other bookings of the travel agent for the day", c => c.Of(LedgerScope.NightAgent).Active),
        Context("agentSiblingsCancelled", "bookings", "Other bookings of the travel agent for the arrival day that are already cancelled", "{0} bookings of the travel agent for the day already cancelled", c => c.Of(LedgerScope.NightAgent).Cancelled),
        Context("companySiblings", "bookings", "Other bookings on the books of the company for the arrival day", "{0} other bookings of the company for the day", c => c.Of(LedgerScope.NightCompany).Active),
        Context("companySiblingsCancelled", "bookings", "Other bookings of the company for the arrival day that are already cancelled", "{0} bookings of the company for the day already cancelled", c => c.Of(LedgerScope.NightCompany).Cancelled),
        Context("segmentSiblings", "bookings", "Other bookings on the books of the segment for the arrival day", "{0} other bookings of the segment for the day", c => c.Of(LedgerScope.NightSegment).Active),
        Context("segmentSiblingsCancelled", "bookings", "Other bookings of the segment for the arrival day that are already cancelled", "{0} bookings of the segment for the day already cancelled", c => c.Of(LedgerScope.NightSegment).Cancelled),
        Price("priceAgainstProperty", "The daily rate against the mean of the bookings that the property took in the last 90 days", LedgerScope.Property),
        Price("priceAgainstSegment", "The daily rate against the mean of the bookings that the segment brought in the last 90 days", LedgerScope.Segment),
        Price("priceAgainstRoomType", "The daily rate against the mean of the bookings of the room type of the last 90 days", LedgerScope.RoomType),
    ];

    /// <summary>Whether a property has so little history that context features are guesses: fewer than 30 matured arrivals in a year.</summary>
    public static bool IsCold(BookingContext context) => context.Within(LedgerScope.Property, YearDays).Matured < ColdArrivals;

    private const int ColdArrivals = 30;

    private static FeatureDefinition Context(string name, string unit, string description, string phrase, Func<BookingContext, double> number) => new()
    {
        Name = name,
        KnownAt = KnownAt.AsOf,
        Unit = unit,
        Description = description,
        Phrase = phrase,
        Number = at => (float)number(at.Context!),
        NeedsContext = true,
    };

    private static FeatureDefinition Price(string name, string description, LedgerScope scope) =>
        Context(name, "ratio, 1 is the level", description, "A price {0} times the level", c => PriceRatio(c, scope));

    private static double PropertyShare(BookingContext context)
    {
        var year = context.Within(LedgerScope.Property, YearDays);
        return (year.MaturedCancelled + (UnknownWeight * UnknownShare)) / (year.Matured + UnknownWeight);
    }

    /// <summary>The share cancelled of arrivals whose day has passed: both outcomes are known of all of them, so it is not censored.</summary>
    private static double MaturedShare(BookingContext context, LedgerScope scope)
    {
        var year = context.Within(scope, YearDays);
        return (year.MaturedCancelled + (Weight * PropertyShare(context))) / (year.Matured + Weight);
    }

    private static double PropertyIntensity(BookingContext context)
    {
        var (cancelled, exposed) = Exposure(context, LedgerScope.Property);
        return cancelled / (exposed + Weight);
    }

    private static double Intensity(BookingContext context, LedgerScope scope)
    {
        var (cancelled, exposed) = Exposure(context, scope);
        return (cancelled + (Weight * PropertyIntensity(context))) / (exposed + Weight);
    }

    /// <summary>Cancellations of the recent days, and the bookings that could have been: on the books before, or booked since.</summary>
    private static (double Cancelled, double Exposed) Exposure(BookingContext context, LedgerScope scope)
    {
        var (now, before) = (context.Of(scope), context.Of(scope, RecentDays));
        return (Math.Max(0, now.Cancelled - before.Cancelled), Math.Max(0, before.Active + now.Booked - before.Booked));
    }

    private static double SiblingShare(BookingContext context, LedgerScope scope)
    {
        var counts = context.Of(scope);
        return (counts.Cancelled + (SiblingWeight * PropertyShare(context))) / (counts.Booked + SiblingWeight);
    }

    private static double Fullness(BookingContext context)
    {
        var ordinary = context.Within(LedgerScope.Property, QuarterDays).MaturedNights / (double)QuarterDays;
        return context.Of(LedgerScope.Stay).Active / (ordinary + TypicalWeight);
    }

    /// <summary>The price against a level that is shrunk to the price itself, so that without history the ratio is 1.</summary>
    private static double PriceRatio(BookingContext context, LedgerScope scope)
    {
        var quarter = context.Within(scope, QuarterDays);
        var price = context.Booking.Adr;
        var level = ((quarter.AdrCents / 100.0) + (Weight * price)) / (quarter.Booked + Weight);
        return level > 0 ? price / level : 1;
    }
}
