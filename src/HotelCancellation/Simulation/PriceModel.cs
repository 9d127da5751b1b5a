namespace HotelCancellation.Simulation;

/// <summary>A price and how it compares.</summary>
/// <param name="Adr">Currency a night, to the cent.</param>
/// <param name="Relative">Logarithm of the price over the usual one for the same room, stay and season; 0 when it is free.</param>
internal readonly record struct Quote(double Adr, double Relative);

/// <summary>
/// What a night costs: the hotel's level x season x weekday x room type x guests x segment x how early it is booked x noise.
/// </summary>
internal static class PriceModel
{
    private static readonly double[] CitySeason = [0.81, 0.83, 0.90, 1.08, 1.18, 1.16, 1.08, 1.12, 1.07, 0.97, 0.85, 0.86];
    private static readonly double[] ResortSeason = [0.56, 0.62, 0.66, 0.86, 0.92, 1.25, 1.75, 2.05, 1.10, 0.72, 0.57, 0.75];
    private static readonly double[] Week = [0.98, 0.97, 0.97, 0.99, 1.04, 1.05, 1.00];

    /// <summary>Quotes a price.</summary>
    /// <param name="property">The hotel.</param>
    /// <param name="segment">The segment, with its own rates.</param>
    /// <param name="stay">Room, nights and guests.</param>
    /// <param name="bookedOn">The day of booking.</param>
    /// <param name="arrival">The first night.</param>
    /// <param name="level">The price level over the usual one; guests compare with the new level.</param>
    /// <param name="noise">A normal draw; a group's rooms share one.</param>
    public static Quote Of(PropertyProfile property, SegmentProfile segment, Stay stay, DateOnly bookedOn, DateOnly arrival, double level, double noise)
    {
        if (segment.PriceFactor == 0 || stay.Nights == 0)
        {
            return new Quote(0, 0);
        }

        var season = ArrivalCalendar.OfYear(property.Kind == PropertyKind.City ? CitySeason : ResortSeason, arrival.DayOfYear - 1);
        var list = property.PriceLevel * season * Week[ArrivalCalendar.Weekday(arrival)] * RoomFactor(stay.RoomType) * GuestFactor(stay) * segment.PriceFactor;
        var relative = Yield(arrival.DayNumber - bookedOn.DayNumber) + (0.2 * noise);
        return new Quote(Math.Round(list * StableMath.Exp(relative) * level, 2), relative);
    }

    // Early birds pay less; the last rooms of a good day cost more.
    private static double Yield(int leadTimeDays) => leadTimeDays switch { <= 2 => 0.03, <= 14 => 0.05, <= 60 => 0.02, <= 180 => -0.02, _ => -0.07 };

    private static double GuestFactor(Stay stay) => stay.Adults switch { 1 => 0.86, 2 => 1, _ => 1.22 } + (0.08 * stay.Children);

    private static double RoomFactor(string roomType) => roomType switch
    {
        "A" => 0.93,
        "B" => 0.93,
        "C" => 1.35,
        "D" => 1.15,
        "E" => 1.3,
        "F" => 1.55,
        "G" => 1.75,
        "H" => 1.85,
        "L" => 1.3,
        _ => 1,
    };
}
