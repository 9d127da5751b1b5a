using HotelCancellation.Bookings;
using HotelCancellation.Monitoring.Concept;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Monitoring.References;

public sealed class PaceFitterTests
{
    private static readonly DateOnly First = new(2024, 1, 1);

    [Fact]
    public void Fit_AgentWithTwiceTheHazard_IsFoundToHaveIt()
    {
        var (pace, _) = Fit(hazardOf: agent => agent == "7" ? 0.02 : 0.01);

        var (usual, twice) = (BookingBuilder.Booking with { Agent = "1" }, BookingBuilder.Booking with { Agent = "7" });
        (pace.RiskOf(twice) / pace.RiskOf(usual)).ShouldBe(2, 0.25);
        pace.On(usual, pace.RiskOf(usual), usual.BookedOn.AddDays(5)).ShouldBe(0.01, 0.002);
    }

    [Fact]
    public void Fit_ItsOwnBookings_ExpectsTheirCancellations()
    {
        var (pace, bookings) = Fit(hazardOf: agent => 0.004 * int.Parse(agent, System.Globalization.CultureInfo.InvariantCulture));

        var expected = bookings.Sum(b => Enumerable.Range(b.Open.BookedOn, b.Open.Last - b.Open.BookedOn + 1).Sum(d => pace.On(b.Booking, pace.RiskOf(b.Booking), DateOnly.FromDayNumber(d))));
        expected.ShouldBe(bookings.Count(b => b.Open.IsCancelled), bookings.Length * 0.002);
    }

    [Fact]
    public void FromBytes_OfToBytes_SaysTheSame()
    {
        var (pace, bookings) = Fit(hazardOf: _ => 0.01);

        var read = CancellationPace.FromBytes(pace.ToBytes());

        bookings.Take(50).Select(b => read.On(b.Booking, read.RiskOf(b.Booking), b.Booking.BookedOn)).ShouldBe(bookings.Take(50).Select(b => pace.On(b.Booking, pace.RiskOf(b.Booking), b.Booking.BookedOn)));
        Should.Throw<InvalidDataException>(() => CancellationPace.FromBytes(pace.ToBytes()[..^1]));
    }

    private static (CancellationPace Pace, (Booking Booking, OpenDays Open, double Weight)[] Bookings) Fit(Func<string, double> hazardOf)
    {
        var random = new Random(3);
        var bookings = Enumerable.Range(0, 8000).Select(i =>
        {
            var on = First.AddDays(i % 300);
            var booking = BookingBuilder.Booking with { BookingId = new BookingId($"B-{i}"), Agent = $"{1 + (i % 8)}", BookedOn = on, ArrivalDate = on.AddDays(10 + (i % 40)) };
            var day = booking.BookedOn.DayNumber;
            while (day < booking.ArrivalDate.DayNumber && random.NextDouble() >= hazardOf(booking.Agent!))
            {
                day++;
            }

            var isCancelled = day < booking.ArrivalDate.DayNumber;
            return (booking, new OpenDays(booking.BookedOn.DayNumber, booking.ArrivalDate.DayNumber, day, isCancelled), 1.0);
        }).ToArray();
        return (PaceFitter.Fit(bookings, int.MaxValue), bookings);
    }
}
