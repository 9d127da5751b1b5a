using HotelCancellation.Bookings;
using Generated = HotelCancellation.Simulation.GeneratedBooking;

namespace HotelCancellation.Tests.Simulation;

public sealed class GroupAndGuestTests
{
    [Fact]
    public void Blocks_OfFiveRoomsAndMore_MostlyCancelTogether()
    {
        var blocks = Samples.Blocks(5).ToList();

        blocks.Count.ShouldBeGreaterThan(500);
        var allOrNone = blocks.Count(b => b.All(g => g.IsCancelled()) || b.All(g => !g.IsCancelled())) / (double)blocks.Count;
        allOrNone.ShouldBeInRange(0.65, 0.95); // 0.82 in the public data
    }

    [Fact]
    public void Blocks_ThatCancelTogether_MostlyDoSoOnOneDay()
    {
        var pairs = Samples.Blocks(2).Select(b => b.Where(g => g.Event.Status == BookingStatus.Cancelled).Take(2).ToList()).Where(p => p.Count == 2).ToList();

        pairs.Count(p => p[0].Event.StatusDate == p[1].Event.StatusDate).ShouldBeGreaterThan(pairs.Count / 2);
    }

    [Fact]
    public void Residuals_OfRooms_CorrelateWithinABlockAndNotBetweenSingles()
    {
        var together = Correlation(Samples.Blocks(2).Select(b => (b[0], b[1])));
        var apart = Correlation(Samples.Large.Where(g => !g.IsOfBlock()).Chunk(2).Where(c => c.Length == 2).Select(c => (c[0], c[1])));

        together.ShouldBeGreaterThan(0.4);
        apart.ShouldBe(0, 0.03);

        static double Correlation(IEnumerable<(Generated A, Generated B)> pairs)
        {
            var (cross, square) = (0.0, 0.0);
            foreach (var (a, b) in pairs)
            {
                var (x, y) = (Residual(a), Residual(b));
                cross += x * y;
                square += ((x * x) + (y * y)) / 2;
            }

            return cross / square;
        }

        static double Residual(Generated g) => (g.IsCancelled() ? 1 : 0) - g.TrueProbability;
    }

    [Fact]
    public void PreviousBookings_OfAGuest_AreThoseThatHadEndedByThen()
    {
        var returns = 0;
        foreach (var guest in Samples.Large.Where(g => !g.IsOfBlock()).Select(g => g.Event).GroupBy(e => (e.Booking.PropertyId, e.Booking.GuestRef)))
        {
            var bookings = guest.ToList();
            var (cancelledBefore, stayedBefore) = (bookings[0].Booking.PreviousCancellations, bookings[0].Booking.PreviousBookingsNotCanceled);
            for (var i = 1; i < bookings.Count; i++)
            {
                var b = bookings[i].Booking;
                var ended = bookings.Take(i).Where(e => e.StatusDate < b.BookedOn).ToList();
                b.PreviousCancellations.ShouldBe(cancelledBefore + ended.Count(e => e.Status.IsCancellation()));
                b.PreviousBookingsNotCanceled.ShouldBe(stayedBefore + ended.Count(e => !e.Status.IsCancellation()));
                returns += ended.Count > 0 ? 1 : 0;
            }
        }

        returns.ShouldBeGreaterThan(500);
    }
}
