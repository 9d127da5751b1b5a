using HotelCancellation.Features;

namespace HotelCancellation.Retraining.Gate;

/// <summary>A booking that both models were asked about as of the same day, and what came of it.</summary>
/// <param name="Property">The hotel.</param>
/// <param name="BookedOn">The day of booking.</param>
/// <param name="Arrival">The day of arrival.</param>
/// <param name="Party">Agent, company and segment: what bookings of one day for one arrival have in common where they are one decision.</param>
/// <param name="AsOf">The day that was asked about.</param>
/// <param name="IsCancelled">Whether it was cancelled or not shown up for.</param>
/// <param name="Value">What the stay is worth, in the hotel's currency; 0 or more.</param>
/// <param name="Champion">The champion's probability; of no meaning where there is none.</param>
/// <param name="Challenger">The challenger's.</param>
public readonly record struct GateRow(
    string Property, DateOnly BookedOn, DateOnly Arrival, string Party, DateOnly AsOf, bool IsCancelled, double Value, double Champion, double Challenger)
{
    /// <summary>The row of a booking.</summary>
    /// <param name="at">The booking and the day.</param>
    /// <param name="isCancelled">Whether it was cancelled or not shown up for.</param>
    /// <param name="champion">The champion's probability, null where there is none.</param>
    /// <param name="challenger">The challenger's.</param>
    public static GateRow Of(BookingAt at, bool isCancelled, double? champion, double challenger)
    {
        var booking = at.Booking;
        return new GateRow(
            booking.PropertyId.Value, booking.BookedOn, booking.ArrivalDate, $"{booking.Agent}|{booking.Company}|{booking.MarketSegment}", at.AsOf, isCancelled,
            Math.Max(0, booking.Adr * booking.Nights), champion ?? double.NaN, challenger);
    }
}
