using HotelCancellation.Bookings;
using HotelCancellation.Simulation;

namespace HotelCancellation.Tests.Simulation;

/// <summary>
/// The simulated bookings against figures counted on the public data: N. Antonio, A. de Almeida, L. Nunes, <i>Hotel booking demand
/// datasets</i>, Data in Brief 22 (2019) 41-49, 119,390 bookings. Shares and rates are 0 to 1, lead times days, prices euro.
/// </summary>
public sealed class PublicDataTests
{
    private static readonly Dictionary<string, (double Public, double Tolerance, Func<double> Simulated)> Table = new(StringComparer.Ordinal)
    {
        ["cancelled"] = (0.370, 0.03, () => Rate(_ => true)),
        ["no-show"] = (0.0101, 0.004, () => Share(e => e.Status == BookingStatus.NoShow)),
        ["cancelled, city"] = (0.417, 0.04, () => Rate(b => IsCity(b))),
        ["cancelled, resort"] = (0.278, 0.04, () => Rate(b => !IsCity(b))),

        ["share, Online TA"] = (0.473, 0.03, () => Share(e => e.Booking.MarketSegment == "Online TA")),
        ["share, Offline TA/TO"] = (0.203, 0.03, () => Share(e => e.Booking.MarketSegment == "Offline TA/TO")),
        ["share, Groups"] = (0.166, 0.03, () => Share(e => e.Booking.MarketSegment == "Groups")),
        ["share, Direct"] = (0.106, 0.02, () => Share(e => e.Booking.MarketSegment == "Direct")),
        ["share, Corporate"] = (0.044, 0.01, () => Share(e => e.Booking.MarketSegment == "Corporate")),
        ["share, Complementary"] = (0.0062, 0.003, () => Share(e => e.Booking.MarketSegment == "Complementary")),
        ["share, Aviation"] = (0.0020, 0.001, () => Share(e => e.Booking.MarketSegment == "Aviation")),
        ["cancelled, Online TA"] = (0.367, 0.04, () => Rate(b => b.MarketSegment == "Online TA")),
        ["cancelled, Offline TA/TO"] = (0.343, 0.06, () => Rate(b => b.MarketSegment == "Offline TA/TO")),
        ["cancelled, Groups"] = (0.611, 0.07, () => Rate(b => b.MarketSegment == "Groups")),
        ["cancelled, Direct"] = (0.153, 0.03, () => Rate(b => b.MarketSegment == "Direct")),
        ["cancelled, Corporate"] = (0.187, 0.06, () => Rate(b => b.MarketSegment == "Corporate")),

        ["share, TA/TO"] = (0.820, 0.03, () => Share(e => e.Booking.DistributionChannel == "TA/TO")),
        ["share, channel Direct"] = (0.123, 0.02, () => Share(e => e.Booking.DistributionChannel == "Direct")),
        ["share, channel Corporate"] = (0.056, 0.015, () => Share(e => e.Booking.DistributionChannel == "Corporate")),
        ["share, Non Refund"] = (0.122, 0.025, () => Share(e => e.Booking.DepositType == "Non Refund")),
        ["share, Refundable"] = (0.0014, 0.001, () => Share(e => e.Booking.DepositType == "Refundable")),
        ["cancelled, No Deposit"] = (0.284, 0.03, () => Rate(b => b.DepositType == "No Deposit")),
        ["cancelled, Non Refund"] = (0.994, 0.006, () => Rate(b => b.DepositType == "Non Refund")),
        ["share, Transient"] = (0.751, 0.04, () => Share(e => e.Booking.CustomerType == "Transient")),
        ["share, Transient-Party"] = (0.210, 0.04, () => Share(e => e.Booking.CustomerType == "Transient-Party")),
        ["cancelled, Transient"] = (0.407, 0.03, () => Rate(b => b.CustomerType == "Transient")),
        ["cancelled, Transient-Party"] = (0.254, 0.04, () => Rate(b => b.CustomerType == "Transient-Party")),

        ["lead time, 10 %"] = (3, 3, () => LeadTime(0.10)),
        ["lead time, 25 %"] = (18, 7, () => LeadTime(0.25)),
        ["lead time, median"] = (69, 6, () => LeadTime(0.5)),
        ["lead time, 75 %"] = (160, 15, () => LeadTime(0.75)),
        ["lead time, 90 %"] = (265, 20, () => LeadTime(0.9)),
        ["lead time, 99 %"] = (444, 60, () => LeadTime(0.99)),
        ["cancelled, no lead time"] = (0.068, 0.03, () => Rate(b => b.LeadTimeDays == 0)),
        ["cancelled, 2 to 7 days"] = (0.116, 0.07, () => Rate(b => b.LeadTimeDays is >= 2 and <= 7)),
        ["cancelled, 15 to 30 days"] = (0.313, 0.06, () => Rate(b => b.LeadTimeDays is >= 15 and <= 30)),
        ["cancelled, 31 to 90 days"] = (0.377, 0.07, () => Rate(b => b.LeadTimeDays is >= 31 and <= 90)),
        ["cancelled, 91 to 180 days"] = (0.447, 0.04, () => Rate(b => b.LeadTimeDays is >= 91 and <= 180)),
        ["cancelled, 181 to 365 days"] = (0.555, 0.06, () => Rate(b => b.LeadTimeDays is >= 181 and <= 365)),

        ["cancelled on the day of booking"] = (0.164, 0.04, () => Timing(e => SinceBooking(e) == 0)),
        ["cancelled within 7 days of booking"] = (0.342, 0.07, () => Timing(e => SinceBooking(e) <= 7)),
        ["cancelled within 30 days of booking"] = (0.537, 0.09, () => Timing(e => SinceBooking(e) <= 30)),
        ["cancelled within 7 days of arrival"] = (0.119, 0.03, () => Timing(e => ToArrival(e) <= 7)),
        ["cancelled within 30 days of arrival"] = (0.337, 0.04, () => Timing(e => ToArrival(e) <= 30)),

        ["no special requests"] = (0.589, 0.03, () => Share(e => e.Booking.SpecialRequests == 0)),
        ["cancelled, no special requests"] = (0.477, 0.03, () => Rate(b => b.SpecialRequests == 0)),
        ["cancelled, one special request"] = (0.220, 0.03, () => Rate(b => b.SpecialRequests == 1)),
        ["repeated guests"] = (0.032, 0.01, () => Share(e => e.Booking.IsRepeatedGuest)),
        ["earlier cancellations"] = (0.054, 0.04, () => Share(e => e.Booking.PreviousCancellations > 0)),
        ["cancelled, repeated guests"] = (0.145, 0.08, () => Rate(b => b.IsRepeatedGuest)),
        ["bed and breakfast"] = (0.773, 0.03, () => Share(e => e.Booking.Meal == "BB")),
        ["room type A"] = (0.720, 0.04, () => Share(e => e.Booking.ReservedRoomType == "A")),
        ["two adults"] = (0.751, 0.03, () => Share(e => e.Booking.Adults == 2)),
        ["with children"] = (0.072, 0.02, () => Share(e => e.Booking.Children > 0)),
        ["day use"] = (0.006, 0.004, () => Share(e => e.Booking.Nights == 0)),
        ["one night, city"] = (0.167, 0.03, () => Of(e => IsCity(e.Booking), e => e.Booking.Nights == 1)),
        ["seven nights, resort"] = (0.165, 0.03, () => Of(e => !IsCity(e.Booking), e => e.Booking.Nights == 7)),
        ["with an agent"] = (0.863, 0.03, () => Share(e => e.Booking.Agent is not null)),
        ["with a company"] = (0.057, 0.03, () => Share(e => e.Booking.Company is not null)),
        ["own country"] = (0.407, 0.06, () => Share(e => e.Booking.Country == "PRT")),

        ["price, 10 %"] = (50, 8, () => Price(0.10)),
        ["price, median"] = (94.6, 8, () => Price(0.5)),
        ["price, 90 %"] = (164, 15, () => Price(0.9)),
        ["price in August over January, resort"] = (3.8, 0.9, () => MeanPrice(8) / MeanPrice(1)),
        ["arrivals in an August over a January"] = (1.56, 0.3, () => Arrivals(8) / Arrivals(1)),
        ["booked on Saturday or Sunday"] = (0.168, 0.03, () => Share(e => e.Booking.BookedOn.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Marginal_OfTheSimulatedGroup_ResemblesThePublicDatas(string name)
    {
        var (expected, tolerance, simulated) = Table[name];

        simulated().ShouldBe(expected, tolerance);
    }

    [Fact]
    public void Agents_OfAProperty_AreFewLargeAndManySmall()
    {
        foreach (var property in Samples.Large.GroupBy(g => g.Event.Booking.PropertyId))
        {
            var agents = property.Where(g => g.Event.Booking.Agent is not null).GroupBy(g => g.Event.Booking.Agent).Select(a => a.Count()).OrderDescending().ToList();

            agents.Count.ShouldBeGreaterThan(80);
            ((double)agents.Take(5).Sum() / agents.Sum()).ShouldBeGreaterThan(0.4);
        }
    }

    [Fact]
    public void Properties_OfAGroup_DifferInSizePriceAndCancellations()
    {
        var properties = Samples.Large.GroupBy(g => g.Event.Booking.PropertyId).ToList();

        Spread(p => p.Count()).ShouldBeGreaterThan(1.5);
        Spread(p => p.Average(g => g.Event.Booking.Adr)).ShouldBeGreaterThan(1.2);
        Spread(p => p.Average(g => g.IsCancelled() ? 1.0 : 0)).ShouldBeGreaterThan(1.3);

        double Spread(Func<IEnumerable<GeneratedBooking>, double> figure) => properties.Max(figure) / properties.Min(figure);
    }

    private static IEnumerable<BookingEvent> Events => Samples.Large.Select(g => g.Event);

    private static bool IsCity(Booking booking) => booking.PropertyId.Value.StartsWith("city", StringComparison.Ordinal);

    private static int SinceBooking(BookingEvent e) => e.StatusDate.DayNumber - e.Booking.BookedOn.DayNumber;

    private static int ToArrival(BookingEvent e) => e.Booking.ArrivalDate.DayNumber - e.StatusDate.DayNumber;

    private static double Share(Func<BookingEvent, bool> what) => Of(_ => true, what);

    private static double Rate(Func<Booking, bool> among) => Of(e => among(e.Booking), e => e.Status.IsCancellation());

    private static double Timing(Func<BookingEvent, bool> what) => Of(e => e.Status == BookingStatus.Cancelled, what);

    private static double Of(Func<BookingEvent, bool> among, Func<BookingEvent, bool> what) => Events.Where(among).Average(e => what(e) ? 1.0 : 0);

    private static double LeadTime(double quantile) => Quantile(Events.Select(e => (double)e.Booking.LeadTimeDays), quantile);

    private static double Price(double quantile) => Quantile(Events.Select(e => e.Booking.Adr), quantile);

    private static double MeanPrice(int month) => Events.Where(e => !IsCity(e.Booking) && e.Booking.ArrivalDate.Month == month).Average(e => e.Booking.Adr);

    // Of the second year: the first one's early months lack what was booked before the simulation.
    private static double Arrivals(int month) => Share(e => e.Booking.ArrivalDate.Year == 2025 && e.Booking.ArrivalDate.Month == month);

    private static double Quantile(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)(quantile * (sorted.Count - 1))];
    }
}
