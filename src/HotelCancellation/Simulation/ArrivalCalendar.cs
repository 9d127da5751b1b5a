namespace HotelCancellation.Simulation;

/// <summary>When a hotel is in demand: seasons and days of the week, of arrivals and of the making of bookings.</summary>
internal sealed class ArrivalCalendar
{
    private static readonly double[] CitySeason = [0.60, 0.75, 0.90, 1.05, 1.12, 1.08, 1.05, 1.12, 1.00, 1.02, 0.68, 0.66];
    private static readonly double[] ResortSeason = [0.60, 0.78, 0.85, 0.95, 0.95, 0.95, 1.20, 1.35, 0.90, 0.90, 0.65, 0.65];

    // Monday first.
    private static readonly double[] CityWeek = [1.07, 0.85, 0.97, 1.10, 1.20, 1.05, 0.80];
    private static readonly double[] ResortWeek = [1.10, 0.82, 0.92, 1.12, 1.08, 1.12, 0.86];
    private static readonly double[] BookingWeek = [1.20, 1.06, 1.20, 1.07, 1.28, 0.65, 0.54];

    private readonly double[] _acceptance = new double[366 * 7];

    /// <summary>The calendar of a hotel.</summary>
    /// <param name="kind">City or resort.</param>
    /// <param name="phaseDays">Days by which its seasons are later than usual.</param>
    /// <param name="amplitude">How strong its seasons are; 1 is usual.</param>
    public ArrivalCalendar(PropertyKind kind, int phaseDays, double amplitude)
    {
        var (season, week) = kind == PropertyKind.City ? (CitySeason, CityWeek) : (ResortSeason, ResortWeek);
        var most = 0.0;
        for (var day = 0; day < 366; day++)
        {
            var level = Math.Max(0.1, 1 + (amplitude * (OfYear(season, day - phaseDays) - 1)));
            for (var weekday = 0; weekday < 7; weekday++)
            {
                most = Math.Max(most, _acceptance[(day * 7) + weekday] = level * week[weekday]);
            }
        }

        for (var i = 0; i < _acceptance.Length; i++)
        {
            _acceptance[i] /= most;
        }
    }

    /// <summary>Monday 0 to Sunday 6.</summary>
    public static int Weekday(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;

    /// <summary>How many bookings are made on this day of the week; 1 on average.</summary>
    public static double BookingActivity(DateOnly day) => BookingWeek[Weekday(day)];

    /// <summary>Reads a table of twelve months at a day of the year, straight between the middles of the months.</summary>
    public static double OfYear(double[] months, int dayOfYear)
    {
        var position = ((dayOfYear / 30.5) - 0.5 + 24) % 12;
        var month = (int)position;
        var share = position - month;
        return (months[month] * (1 - share)) + (months[(month + 1) % 12] * share);
    }

    /// <summary>Demand for arriving on a day, over that for the most wanted day: above 0, at most 1.</summary>
    public double Acceptance(DateOnly arrival) => _acceptance[((arrival.DayOfYear - 1) * 7) + Weekday(arrival)];
}
