using CsCheck;
using HotelCancellation.Bookings;
using HotelCancellation.Tests.Building;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training;

public class TimeSplitTests
{
    [Fact]
    public void LatestShare_AnyArrivals_KeepsWholeDaysAndAtMostTheShare() =>
        Gen.Select(Gen.Int[0, 30].Array[1, 200], Gen.Double[0.02, 0.5]).Sample((days, share) =>
        {
            var bookings = days.Order().Select(Arriving).ToList();

            var day = TimeSplit.LatestShare(bookings, share);

            var (before, from) = TimeSplit.At(bookings, day);
            (before.Count + from.Count).ShouldBe(bookings.Count);
            ((double)from.Count).ShouldBeLessThanOrEqualTo(share * bookings.Count);
            before.ShouldAllBe(b => b.Booking.ArrivalDate < day);
            from.ShouldAllBe(b => b.Booking.ArrivalDate >= day);
        });

    private static BookingEvent Arriving(int day) => BookingBuilder.With(b => b with { ArrivalDate = b.BookedOn.AddDays(day) });
}
