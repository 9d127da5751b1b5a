using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>What becomes of a booking, and how likely that was.</summary>
internal static class Outcome
{
    /// <summary>Draws the outcome.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="segment">Its segment.</param>
    /// <param name="hazard">The hazard over its life, at risk 1.</param>
    /// <param name="blockRisk">The risk that it shares with its block; 0 outside of one.</param>
    /// <param name="blockDay">The day on which the whole block is cancelled, in days since booking, or null.</param>
    /// <param name="ownRisk">Its own risk.</param>
    /// <param name="random">Its own stream.</param>
    public static GeneratedBooking Draw(Booking booking, SegmentProfile segment, LivedHazard hazard, double blockRisk, int? blockDay, double ownRisk, SplitMix64 random)
    {
        var noShow = CancellationHazard.NoShow(booking, segment);
        var probability = 1 - (StableMath.Exp(-(blockRisk + ownRisk) * hazard.Total) * (1 - noShow));

        var ownDay = CancellationHazard.DrawDay(ownRisk, hazard, ref random);
        var missed = random.Chance(noShow);
        var day = blockDay < ownDay || ownDay is null ? blockDay : ownDay;
        var last = day is { } cancelled ? new BookingEvent(booking, BookingStatus.Cancelled, booking.BookedOn.AddDays(cancelled))
            : missed ? new BookingEvent(booking, BookingStatus.NoShow, booking.ArrivalDate)
            : new BookingEvent(booking, BookingStatus.CheckedOut, booking.ArrivalDate.AddDays(booking.Nights));
        return new GeneratedBooking(last, probability);
    }
}
