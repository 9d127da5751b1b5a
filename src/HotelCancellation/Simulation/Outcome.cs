using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>What becomes of a booking, and how likely that was.</summary>
internal static class Outcome
{
    /// <summary>Draws the outcome.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="segment">Its segment.</param>
    /// <param name="blockRisk">The risk that it shares with its block; 0 outside of one.</param>
    /// <param name="blockDay">The day on which the whole block is cancelled, in days since booking, or null.</param>
    /// <param name="ownRisk">Its own risk.</param>
    /// <param name="random">Its own stream.</param>
    public static GeneratedBooking Draw(Booking booking, SegmentProfile segment, double blockRisk, int? blockDay, double ownRisk, SplitMix64 random)
    {
        var shape = CancellationHazard.ShapeOf(booking.DepositType);
        var lead = booking.LeadTimeDays;
        var noShow = CancellationHazard.NoShow(booking, segment);
        var probability = 1 - (StableMath.Exp(-(blockRisk + ownRisk) * shape.Total(lead)) * (1 - noShow));

        var ownDay = CancellationHazard.DrawDay(ownRisk, shape, lead, ref random);
        var missed = random.Chance(noShow);
        var day = blockDay < ownDay || ownDay is null ? blockDay : ownDay;
        var last = day is { } cancelled ? new BookingEvent(booking, BookingStatus.Cancelled, booking.BookedOn.AddDays(cancelled))
            : missed ? new BookingEvent(booking, BookingStatus.NoShow, booking.ArrivalDate)
            : new BookingEvent(booking, BookingStatus.CheckedOut, booking.ArrivalDate.AddDays(booking.Nights));
        return new GeneratedBooking(last, probability);
    }
}
