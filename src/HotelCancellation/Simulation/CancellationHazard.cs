using HotelCancellation.Bookings;

namespace HotelCancellation.Simulation;

/// <summary>
/// Cancellation as a discrete-time hazard: on each day the booking is cancelled with probability 1 - e^(-r w(d, L)), where w is
/// the <see cref="HazardShape"/> and r the booking's own risk, a log-linear function of what it is (a proportional hazard, D. Cox
/// 1972, on the complementary log-log scale). So the survival of a whole life has the closed form e^(-r W(L)), and the day
/// comes from the same formula by inversion: the first day on which r W(d, L) passes an exponential draw.
/// </summary>
internal static class CancellationHazard
{
    /// <summary>Share of a group's risk that strikes the whole block at once; the rest strikes its rooms one by one.</summary>
    public const double BlockShare = 0.8;

    private const double Intercept = -0.81;

    // Tentative blocks and prepaid rates: 99.4 % of the public data's Non Refund bookings were cancelled.
    private const double NonRefundTotal = 5.9;

    private static readonly HazardShape Ordinary = new(instant: 0.028, early: 0.020, earlyDays: 7, steady: 0.0020, late: 0.0125, lateDays: 16);
    private static readonly HazardShape NonRefund = new(instant: 0.2, early: 0, earlyDays: 1, steady: 0.012, late: 0.1, lateDays: 25);

    /// <summary>The shape of a booking's hazard.</summary>
    public static HazardShape ShapeOf(string depositType) => depositType == Vocabulary.NonRefund ? NonRefund : Ordinary;

    /// <summary>The booking's risk r.</summary>
    /// <param name="booking">What it is.</param>
    /// <param name="segment">Its segment's character.</param>
    /// <param name="relativePrice">Logarithm of its price over the usual one for the same room, stay and season.</param>
    /// <param name="hidden">The sum of the tendencies that no column tells: agent, guest, property, the booking's own.</param>
    public static double Risk(Booking booking, SegmentProfile segment, double relativePrice, double hidden)
    {
        var lead = booking.LeadTimeDays;
        if (booking.DepositType == Vocabulary.NonRefund)
        {
            return NonRefundTotal * StableMath.Exp(0.25 * hidden) / NonRefund.Total(lead);
        }

        var effect = Intercept + segment.RiskEffect + hidden + (2 * relativePrice);
        effect += booking.SpecialRequests switch { 0 => 0.55, 1 => -0.55, 2 => -0.8, _ => -1.2 };
        effect += booking.CustomerType switch { "Transient-Party" => -0.45, "Contract" => -0.2, "Group" => -1.0, _ => 0 };
        effect += booking.PreviousBookingsNotCanceled > 0 ? -1.8 : booking.PreviousCancellations > 0 ? 1.5 : 0;
        effect += booking.DepositType == Vocabulary.Refundable ? -0.4 : 0;
        effect += booking.Country == Vocabulary.HomeCountry ? 0.35 : 0;
        effect += booking.Nights >= 7 ? 0.25 : 0;
        effect += booking.Adults == 1 ? -0.15 : 0;
        effect += booking.Children + booking.Babies > 0 && lead < 30 ? -0.3 : 0;
        effect += booking.ArrivalDate.Month is >= 4 and <= 9 ? 0.1 : -0.15;
        effect += segment.IsOnline && lead > 100 ? 0.3 : 0; // booked early to be safe, looked at again later
        return StableMath.Exp(effect);
    }

    /// <summary>The day of cancelling, in days since booking, or null when the booking lasts until arrival.</summary>
    public static int? DrawDay(double risk, LivedHazard hazard, ref SplitMix64 random) => hazard.DayPassing(random.NextExponential() / risk);

    /// <summary>Probability that a booking that lasted until arrival is not used.</summary>
    public static double NoShow(Booking booking, SegmentProfile segment) =>
        booking.DepositType == Vocabulary.NonRefund ? 0.05
        : segment.NoShowShare * (booking.LeadTimeDays <= 2 ? 1.3 : 1.0) * (booking.PreviousBookingsNotCanceled > 0 ? 0.5 : 1);
}
