using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Features;

public class FeatureEncoderTests
{
    private static readonly FeatureEncoder Encoder = Fit("meal", "agentRate", "agentCount", "leadTimeDays", "arrivalDayOfWeek");

    [Fact]
    public void Encode_CategorySeenInTraining_HasItsRankAfterMissingAndUnseen()
    {
        // HB is cancelled less often than BB in the bookings that the encoder was fitted to.
        Row(b => b with { Meal = "HB" })[0].ShouldBe(2);
        Row(b => b with { Meal = "BB" })[0].ShouldBe(3);
    }

    [Fact]
    public void Encode_MissingAndUnseenCategories_HaveTheirOwnPlace()
    {
        Row(b => b with { Meal = "" })[0].ShouldBe(0);
        Row(b => b with { Meal = "XX" })[0].ShouldBe(1);
    }

    [Fact]
    public void Encode_Rate_IsShrunkTowardsTheOverallRate()
    {
        // Agent 9: 3 of 4 cancelled; overall 4 of 8. (3 + 20 x 0.5) / (4 + 20)
        Row(b => b with { Agent = "9" })[1].ShouldBe(13f / 24, 1e-6f);
        Row(b => b with { Agent = "unheard of" })[1].ShouldBe(0.5f);
        Row(b => b with { Agent = null })[1].ShouldBe(11f / 24, 1e-6f);
    }

    [Fact]
    public void Encode_Count_IsZeroForAnUnseenAgentOnly()
    {
        Row(b => b with { Agent = "9" })[2].ShouldBe(4);
        Row(b => b with { Agent = "unheard of" })[2].ShouldBe(0);
        Row(b => b with { Agent = null })[2].ShouldBe(4);
    }

    [Fact]
    public void Fit_OutcomesThatAreNotKnownYet_AreCountedAndInNoRate()
    {
        var definitions = LeakGuard.Select(["agentRate", "agentCount", "meal"]).Features;
        Booking Of(string agent, string meal) => BookingBuilder.Booking with { Agent = agent, Meal = meal };

        var encoder = FeatureEncoderFitter.Fit(definitions, [Of("9", "BB"), Of("9", "BB"), Of("9", "HB"), Of("7", "FB")], [1f, 0f, float.NaN, float.NaN]);

        // Agent 9: 1 of the 2 that are known; agent 7: none is known, which is the overall 1 of 2.
        encoder.Features[0].Values.ShouldBe(new Dictionary<string, float> { ["9"] = 11f / 22, ["7"] = 0.5f }, ignoreOrder: true);
        encoder.Features[1].Values.ShouldBe(new Dictionary<string, float> { ["9"] = 3, ["7"] = 1 }, ignoreOrder: true);
        encoder.Features[2].Values.Keys.ShouldBe(["BB", "HB", "FB"], ignoreOrder: true);
    }

    [Fact]
    public void Encode_Dates_AreCountedFromTheBooking()
    {
        var row = Row(b => b with { BookedOn = new DateOnly(2017, 3, 1), ArrivalDate = new DateOnly(2017, 3, 13) });

        row[3].ShouldBe(12);
        row[4].ShouldBe(0, "2017-03-13 is a Monday");
    }

    [Fact]
    public void Unseen_NewAgent_IsNamedOnce() =>
        Encoder.Unseen(BookingBuilder.Booking with { Agent = "unheard of" }).ShouldHaveSingleItem().ShouldContain("'unheard of' was not seen in training");

    [Fact]
    public void Constructor_LeakingFeature_IsRefused() =>
        Should.Throw<ArgumentException>(() => new FeatureEncoder([new FittedFeature { Name = "country", Encoding = FeatureEncoding.Rank }])).Message.ShouldContain("'country' is refused");

    [Fact]
    public void Constructor_OtherEncodingThanTheProgramHas_IsRefused() =>
        Should.Throw<ArgumentException>(() => new FeatureEncoder([new FittedFeature { Name = "meal", Encoding = FeatureEncoding.Count }])).Message.ShouldContain("'meal' is encoded as Count");

    [Fact]
    public void Encode_DefaultFeatures_DoNotSeeWhatIsKnownLater()
    {
        // The same booking with another country, guest or id gives the same numbers.
        var encoder = Fit([.. FeatureCatalog.Default.Select(f => f.Name)]);
        var (one, other) = (new float[encoder.Width], new float[encoder.Width]);
        encoder.Encode(new BookingAt(BookingBuilder.Booking, BookingBuilder.Booking.BookedOn), one);

        encoder.Encode(new BookingAt(BookingBuilder.Booking with { Country = "FRA", GuestRef = "g", BookingId = new BookingId("other") }, BookingBuilder.Booking.BookedOn), other);

        other.ShouldBe(one);
    }

    private static float[] Row(Func<Booking, Booking> change)
    {
        var row = new float[Encoder.Width];
        Encoder.Encode(new BookingAt(change(BookingBuilder.Booking), BookingBuilder.Booking.BookedOn), row);
        return row;
    }

    private static FeatureEncoder Fit(params string[] features)
    {
        (string Meal, string? Agent, bool Cancelled)[] rows =
        [
            ("BB", "9", true), ("BB", "9", true), ("BB", "9", true), ("BB", "9", false),
            ("HB", null, true), ("HB", null, false), ("HB", null, false), ("HB", null, false),
        ];
        return FeatureEncoderFitter.Fit(
            LeakGuard.Select(features).Features,
            [.. rows.Select(r => BookingBuilder.Booking with { Meal = r.Meal, Agent = r.Agent })],
            [.. rows.Select(r => r.Cancelled)]);
    }
}
