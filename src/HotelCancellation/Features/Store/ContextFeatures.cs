namespace HotelCancellation.Features.Store;

/// <summary>
/// The features that look at the bookings around a booking, as of a day. Each is a formula over <see cref="BookingContext"/>, so that none
/// can see the day itself or later, or the booking itself. Where nothing is known, each has the value that it tends to as counts go to
/// none: a share is the share of the level above it, a count is 0, a ratio is 1.
/// </summary>
/// <remarks>
/// Plain levels of the whole property are no features: they grow with the business, so that a tree reads the date from them.
/// </remarks>
public static class ContextFeatures
{
    /// <summary>Days that a level looks back on: a year, so that every season is in it once.</summary>
    public const int YearDays = 365;

    /// <summary>Days that a flow and a price level look back on: 13 weeks.</summary>
    public const int QuarterDays = 91;

    /// <summary>Days that count as recent: four weeks, so that every weekday is in it as often.</summary>
    public const int RecentDays = 28;

    /// <summary>Bookings' worth of the level above that a share is shrunk with; see <see cref="FeatureEncoderFitter.ShrinkageWeight"/>.</summary>
    public const double Weight = 20;

    /// <summary>The share of cancellations of a property of which nothing is known.</summary>
    public const double UnknownShare = 1 / 3.0;

    private const double PropertyWeight = 30;
    private const double PaceWeight = 10;
    private const double PropertyPaceWeight = 25;
    private const double SiblingWeight = 2;
    private const double SiblingShareOfNone = 0.25;
    private const double PriceWeight = 5;
    private const double PriceOfNone = 90;
    private const int ColdArrivals = 30;

    /// <summary>The definitions.</summary>
    public static IReadOnlyList<FeatureDefinition> All { get; } =
    [
        .. History("segment", "market segment", LedgerScope.Segment),
        .. History("agent", "travel agent", LedgerScope.Agent),
        .. Volume("agent", "travel agent", LedgerScope.Agent),
        .. History("company", "company", LedgerScope.Company),
        .. Volume("company", "company", LedgerScope.Company),
        .. History("customerType", "customer type", LedgerScope.CustomerType),
        Context("depositYearShare", "share, 0 to 1", "Share cancelled of the deposit type's arrivals of the last 365 days", "A share of {0} of the deposit type's bookings cancelled in a year", c => YearShare(c, LedgerScope.DepositType)),
        .. Siblings("night", "the arrival day", LedgerScope.Night),
        .. Siblings("nightAgent", "the travel agent for the arrival day", LedgerScope.NightAgent),
        .. Siblings("nightCompany", "the company for the arrival day", LedgerScope.NightCompany),
        .. Siblings("nightSegment", "the market segment for the arrival day", LedgerScope.NightSegment),
        .. Siblings("nightGroup", "the same travel agent, company and market segment for the arrival day", LedgerScope.NightGroup),
        .. Siblings("madeTogether", "the same travel agent and company for the arrival day, made on the same day", LedgerScope.NightMade),
        Context("nightFullness", "ratio, 0 or more", "Rooms on the books for the first night against an ordinary night of the last 13 weeks", "A first night {0} times as full as an ordinary one", Fullness),
        Context("priceForRoomType", "ratio, 1 is the level", "The daily rate against the mean of the room type's bookings of the last 13 weeks", "A price {0} times that of the room type", PriceForRoomType),
        Context("priceForNight", "ratio, 1 is the level", "The daily rate against the mean of the bookings of the arrival day", "A price {0} times that of the day", PriceForNight),
    ];

    /// <summary>Whether a property has so little history that its levels are guesses: fewer than 30 matured arrivals in a year.</summary>
    public static bool IsCold(BookingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Within(LedgerScope.Property, YearDays).Matured < ColdArrivals;
    }

    private static IEnumerable<FeatureDefinition> History(string name, string what, LedgerScope scope) =>
    [
        Context($"{name}Share", "share, 0 to 1", $"Share cancelled of all arrivals of the {what} so far, shrunk to the property's", $"A share of {{0}} of the {what}'s bookings cancelled", c => Share(c.Of(scope), c)),
        Context($"{name}YearShare", "share, 0 to 1", $"Share cancelled of the {what}'s arrivals of the last 365 days, shrunk to the property's", $"A share of {{0}} of the {what}'s bookings cancelled in a year", c => YearShare(c, scope)),
        Context($"{name}Flow", "share, 0 to 1", $"Cancellations of the {what} in the last 13 weeks, of those and its stays", $"A share of {{0}} of cancellations among what ended for the {what} lately", c => Flow(c, scope)),
        Context($"{name}Pace", "cancellations a booking on the books, in 28 days", $"Cancellations of the {what} in the last 28 days against its bookings on the books", $"A recent pace of {{0}} cancellations a booking of the {what}", c => Pace(c, scope)),
        Context($"{name}Lost", "share, 0 to 1", $"Share of the {what}'s bookings that are cancelled by now, those still open among them", $"A share of {{0}} of all bookings of the {what} lost by now", c => Lost(c, scope)),
    ];

    private static IEnumerable<FeatureDefinition> Volume(string name, string what, LedgerScope scope) =>
    [
        Context($"{name}OnBooks", "bookings", $"Other bookings of the {what} on the books", $"{{0}} other bookings of the {what} on the books", c => c.Of(scope).Active),
        Context($"{name}Recent", "bookings", $"Other bookings that the {what} made in the last 28 days", $"{{0}} other bookings of the {what} in four weeks", c => c.Within(scope, RecentDays).Booked),
    ];

    private static IEnumerable<FeatureDefinition> Siblings(string name, string what, LedgerScope scope) =>
    [
        Context($"{name}Booked", "bookings", $"Other bookings of {what}, whatever became of them", $"{{0}} other bookings of {what}", c => c.Of(scope).Booked),
        Context($"{name}Cancelled", "bookings", $"Other bookings of {what} that are cancelled", $"{{0}} cancelled bookings of {what}", c => c.Of(scope).Cancelled),
        Context($"{name}OnBooks", "bookings", $"Other bookings of {what} on the books", $"{{0}} other bookings on the books of {what}", c => c.Of(scope).Active),
        Context($"{name}CancelledShare", "share, 0 to 1", $"Share cancelled of the other bookings of {what}", $"A share of {{0}} cancelled of the other bookings of {what}", c => SiblingShare(c.Of(scope))),
        Context($"{name}Cancelled7", "bookings", $"Other bookings of {what} cancelled in the last 7 days", $"{{0}} cancellations within a week of {what}", c => c.Within(scope, 7).Cancelled),
        Context($"{name}Cancelled28", "bookings", $"Other bookings of {what} cancelled in the last 28 days", $"{{0}} cancellations within four weeks of {what}", c => c.Within(scope, RecentDays).Cancelled),
        Context($"{name}Booked7", "bookings", $"Other bookings of {what} made in the last 7 days", $"{{0}} other bookings within a week of {what}", c => c.Within(scope, 7).Booked),
    ];

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

    /// <summary>The share cancelled of the property's arrivals of a year: both outcomes are known of all of them, so it is not censored.</summary>
    private static double PropertyShare(BookingContext context)
    {
        var year = context.Within(LedgerScope.Property, YearDays);
        return (year.MaturedCancelled + (PropertyWeight * UnknownShare)) / (year.Matured + PropertyWeight);
    }

    private static double YearShare(BookingContext context, LedgerScope scope) => Share(context.Within(scope, YearDays), context);

    private static double Share(LedgerCounts counts, BookingContext context) =>
        (counts.MaturedCancelled + (Weight * PropertyShare(context))) / (counts.Matured + Weight);

    /// <summary>What ended in a quarter: cancellations by the day of cancelling, stays by the day of arrival.</summary>
    private static double Flow(BookingContext context, LedgerScope scope)
    {
        var (all, own) = (context.Within(LedgerScope.Property, QuarterDays), context.Within(scope, QuarterDays));
        var level = (all.Cancelled + (PropertyWeight * UnknownShare)) / (all.Cancelled + all.Matured - all.MaturedCancelled + PropertyWeight);
        return (own.Cancelled + (Weight * level)) / (own.Cancelled + own.Matured - own.MaturedCancelled + Weight);
    }

    private static double Pace(BookingContext context, LedgerScope scope)
    {
        var level = context.Within(LedgerScope.Property, RecentDays).Cancelled / (Exposed(context, LedgerScope.Property) + PropertyPaceWeight);
        return (context.Within(scope, RecentDays).Cancelled + (PaceWeight * level)) / (Exposed(context, scope) + PaceWeight);
    }

    /// <summary>Bookings on the books, on average of the beginning and the end of the recent days.</summary>
    private static double Exposed(BookingContext context, LedgerScope scope) => (context.Of(scope).Active + context.Of(scope, RecentDays).Active) / 2.0;

    private static double Lost(BookingContext context, LedgerScope scope)
    {
        var counts = context.Of(scope);
        return (counts.Cancelled + (Weight / 2 * PropertyShare(context))) / (counts.Booked + Weight);
    }

    private static double SiblingShare(LedgerCounts counts) => (counts.Cancelled + (SiblingWeight * SiblingShareOfNone)) / (counts.Booked + SiblingWeight);

    private static double Fullness(BookingContext context)
    {
        var ordinary = context.Within(LedgerScope.Property, QuarterDays).MaturedNights / (double)QuarterDays;
        return context.Of(LedgerScope.Stay).Active / (ordinary + 1);
    }

    private static double PriceForRoomType(BookingContext context) => Ratio(context, RoomTypeLevel(context));

    private static double PriceForNight(BookingContext context)
    {
        var night = context.Of(LedgerScope.Night);
        return Ratio(context, Level(night, RoomTypeLevel(context)));
    }

    private static double RoomTypeLevel(BookingContext context) => Level(context.Within(LedgerScope.RoomType, QuarterDays), PriceOfNone);

    private static double Level(LedgerCounts counts, double above) => ((counts.AdrCents / 100.0) + (PriceWeight * above)) / (counts.Booked + PriceWeight);

    // A little is added to both, so that a free night is not nothing and a level of nothing divides nothing.
    private static double Ratio(BookingContext context, double level) => (Math.Max(0, context.Booking.Adr) + PriceWeight) / (Math.Max(0, level) + PriceWeight);
}
