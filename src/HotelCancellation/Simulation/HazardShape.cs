namespace HotelCancellation.Simulation;

/// <summary>
/// How the risk of cancelling spreads over the life of a booking: a share at once, a part that fades after booking, a steady
/// part, and a part that grows towards arrival. The weight of day d (0 is the day of booking, the lead time L that of arrival):
/// w(d, L) = [d = 0] Instant + Early e^(-d / EarlyDays) + Steady + Late e^(-(L - d) / LateDays).
/// </summary>
internal sealed class HazardShape
{
    private readonly double[] _sinceBooking = new double[LeadTimeModel.MaxDays + 1];
    private readonly double[] _towardsArrival = new double[LeadTimeModel.MaxDays + 1];

    /// <summary>Builds the cumulated weights.</summary>
    public HazardShape(double instant, double early, double earlyDays, double steady, double late, double lateDays)
    {
        var (since, towards) = (instant, 0.0);
        for (var d = 0; d <= LeadTimeModel.MaxDays; d++)
        {
            _sinceBooking[d] = since += (early * StableMath.Exp(-d / earlyDays)) + steady;
            _towardsArrival[d] = towards += late * StableMath.Exp(-d / lateDays);
        }
    }

    /// <summary>Sum of w over the days 0 to <paramref name="day"/> of a booking with this lead time.</summary>
    public double Cumulative(int day, int leadTimeDays) =>
        _sinceBooking[day] + _towardsArrival[leadTimeDays] - (day < leadTimeDays ? _towardsArrival[leadTimeDays - day - 1] : 0);

    /// <summary>Sum of w over the whole life.</summary>
    public double Total(int leadTimeDays) => Cumulative(leadTimeDays, leadTimeDays);

    /// <summary>The first day on which the cumulated weight passes <paramref name="weight"/>, or null if it never does.</summary>
    public int? DayPassing(double weight, int leadTimeDays)
    {
        if (Total(leadTimeDays) <= weight)
        {
            return null;
        }

        var (low, high) = (0, leadTimeDays);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle, leadTimeDays) > weight)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
