using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

public sealed class BookingGeneratorTests
{
    private static readonly GeneratorOptions Small = new() { Properties = 2, BookingsPerDay = 10, Days = 60, Seed = 42 };

    [Fact]
    public void Generate_SameOptions_GivesTheSameBytesOnEveryMachine()
    {
        var first = Fingerprint(Small);

        Fingerprint(Small).ShouldBe(first);
        first.ShouldBe("076AC723BF65617BD5554ADD557940C7");
    }

    [Fact]
    public void Generate_DriftOnTheLastDay_LeavesTheOthers()
    {
        var late = Small with { Drifts = [new DriftOptions { Kind = DriftKind.Price, OnsetDay = 59 }, new DriftOptions { Kind = DriftKind.Mix, OnsetDay = 59 }] };

        var before = new BookingGenerator(late).Generate().TakeWhile(g => g.Event.Booking.BookedOn < Small.To).ToList();

        before.ShouldBe(new BookingGenerator(Small).Generate().TakeWhile(g => g.Event.Booking.BookedOn < Small.To));
    }

    [Fact]
    public void Generate_AnotherSeed_GivesOtherBookings() => Fingerprint(Small with { Seed = 43 }).ShouldNotBe(Fingerprint(Small));

    [Fact]
    public void Generate_MoreProperties_LeavesTheOthersAsTheyWere()
    {
        var two = new BookingGenerator(Small).Generate();

        var five = new BookingGenerator(Small with { Properties = 5 }).Generate().ToList();

        five.Where(g => g.Event.Booking.PropertyId.Value is "city-01" or "resort-02").ShouldBe(two);
        five.Select(g => g.Event.Booking.PropertyId.Value).Distinct().ShouldBe(["city-01", "resort-02", "city-03", "city-04", "resort-05"], ignoreOrder: true);
    }

    [Fact]
    public void Generate_FewerDays_GivesTheBeginningOfMore() =>
        new BookingGenerator(Small).Generate().Take(200).ShouldBe(new BookingGenerator(Small with { Days = 400 }).Generate().Take(200));

    [Fact]
    public void Events_Always_AreInOrderOfBookingWithinTheDaysAskedFor()
    {
        var days = new BookingGenerator(Small).Events().Select(e => e.Booking.BookedOn).ToList();

        days.ShouldBe(days.Order());
        days[0].ShouldBe(Small.From);
        days[^1].ShouldBe(Small.To);
    }

    [Fact]
    public void Events_Always_AreStreamed() =>
        new BookingGenerator(new GeneratorOptions { Properties = 500, BookingsPerDay = 10_000, Days = 36_500 }).Events().Take(10).Count().ShouldBe(10);

    [Fact]
    public void Generate_Always_AveragesTheBookingsAskedForOverTheProperties() =>
        (Samples.Large.Count / (24.0 * 731)).ShouldBe(8, 0.15 * 8);

    [Fact]
    public void Generate_Always_KeepsTheRulesOfTheDomain()
    {
        var ids = new HashSet<(PropertyId, BookingId)>();
        foreach (var (e, probability) in Samples.Large)
        {
            var b = e.Booking;
            ids.Add((b.PropertyId, b.BookingId)).ShouldBeTrue();
            b.LeadTimeDays.ShouldBeInRange(0, LeadTimeModel.MaxDays);
            b.WeekendNights.ShouldBe(Enumerable.Range(0, b.Nights).Count(i => b.ArrivalDate.AddDays(i).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
            b.Adults.ShouldBeInRange(1, 4);
            b.Children.ShouldBeInRange(0, 3);
            b.Babies.ShouldBeInRange(0, 2);
            b.Adr.ShouldBeInRange(0, 2_000);
            b.SpecialRequests.ShouldBeInRange(0, 5);
            b.IsRepeatedGuest.ShouldBe(b.PreviousBookingsNotCanceled > 0);
            probability.ShouldBeInRange(0.001, 1);
            (e.Status switch
            {
                BookingStatus.Cancelled => e.StatusDate >= b.BookedOn && e.StatusDate <= b.ArrivalDate,
                BookingStatus.NoShow => e.StatusDate == b.ArrivalDate,
                BookingStatus.CheckedOut => e.StatusDate == b.ArrivalDate.AddDays(b.Nights),
                _ => false,
            }).ShouldBeTrue($"{e}");
        }

        Samples.Large.Count(g => g.Event.Booking.Nights == 0).ShouldBeInRange(100, 2_000);
    }

    [Fact]
    public void Generate_Always_UsesThePublicDatasVocabulary()
    {
        var bookings = Samples.Large.Select(g => g.Event.Booking).ToList();

        Distinct(b => b.MarketSegment).ShouldBe(["Online TA", "Offline TA/TO", "Groups", "Direct", "Corporate", "Complementary", "Aviation"], ignoreOrder: true);
        Distinct(b => b.DistributionChannel).ShouldBe(["TA/TO", "Direct", "Corporate", "GDS"], ignoreOrder: true);
        Distinct(b => b.Meal).ShouldBe(["BB", "HB", "FB", "SC"], ignoreOrder: true);
        Distinct(b => b.DepositType).ShouldBe(["No Deposit", "Non Refund", "Refundable"], ignoreOrder: true);
        Distinct(b => b.CustomerType).ShouldBe(["Transient", "Transient-Party", "Contract", "Group"], ignoreOrder: true);
        Distinct(b => b.ReservedRoomType).ShouldBe(["A", "B", "C", "D", "E", "F", "G", "H", "L", "P"], ignoreOrder: true);

        IEnumerable<string> Distinct(Func<Booking, string> column) => bookings.Select(column).Distinct();
    }

    [Fact]
    public void Generate_WithHorizon_TellsNothingOfWhatHappensAfterIt()
    {
        var horizon = Small.To.AddDays(5);
        var told = new BookingGenerator(Small).Events().ToList();

        var seen = new BookingGenerator(Small with { HorizonDate = horizon }).Events().ToList();

        seen.Select(e => e.Booking).ShouldBe(told.Select(e => e.Booking));
        for (var i = 0; i < seen.Count; i++)
        {
            var expected = told[i].StatusDate <= horizon ? told[i]
                : told[i].Status == BookingStatus.CheckedOut && told[i].Booking.ArrivalDate <= horizon ? told[i] with { Status = BookingStatus.CheckedIn, StatusDate = told[i].Booking.ArrivalDate }
                : told[i] with { Status = BookingStatus.Booked, StatusDate = told[i].Booking.BookedOn };
            seen[i].ShouldBe(expected);
        }

        seen.Select(e => e.Status).Distinct().ShouldBe([BookingStatus.Booked, BookingStatus.Cancelled, BookingStatus.CheckedIn, BookingStatus.CheckedOut, BookingStatus.NoShow], ignoreOrder: true);
        seen.Where(e => e.Status == BookingStatus.Booked).ShouldAllBe(e => e.Booking.ArrivalDate >= horizon);
    }

    private static string Fingerprint(GeneratorOptions options)
    {
        var text = new StringBuilder();
        foreach (var (e, probability) in new BookingGenerator(options).Generate())
        {
            var bits = BitConverter.DoubleToInt64Bits(probability);
            text.Append(CultureInfo.InvariantCulture, $"{e.Booking} {e.Booking.Adr:R} {e.Status} {e.StatusDate:O} {bits:x}\n");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
