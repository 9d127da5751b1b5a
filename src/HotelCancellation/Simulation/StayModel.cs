namespace HotelCancellation.Simulation;

/// <summary>Who stays, how long and how.</summary>
/// <param name="Nights">0 for day use.</param>
/// <param name="Adults">1 or more.</param>
/// <param name="Children">Children.</param>
/// <param name="Babies">Babies.</param>
/// <param name="RoomType">The room type asked for.</param>
internal readonly record struct Stay(int Nights, int Adults, int Children, int Babies, string RoomType);

/// <summary>Draws stays.</summary>
internal static class StayModel
{
    private const double DayUseShare = 0.004;

    private static readonly Choice<int> CityNights = new(
        (1, 0.168), (2, 0.27), (3, 0.27), (4, 0.158), (5, 0.063), (6, 0.026), (7, 0.026), (8, 0.006), (9, 0.004), (10, 0.003), (14, 0.002));

    private static readonly Choice<int> ResortNights = new(
        (1, 0.193), (2, 0.155), (3, 0.142), (4, 0.12), (5, 0.07), (6, 0.045), (7, 0.165), (8, 0.019), (9, 0.016), (10, 0.023), (11, 0.008),
        (12, 0.004), (13, 0.003), (14, 0.022), (15, 0.002), (21, 0.003), (28, 0.002));

    private static readonly Choice<int> BusinessNights = new((1, 0.48), (2, 0.25), (3, 0.14), (4, 0.08), (5, 0.04), (7, 0.01));
    private static readonly Choice<string> CityRooms = new(("A", 0.80), ("D", 0.145), ("B", 0.014), ("E", 0.019), ("F", 0.016), ("G", 0.005), ("P", 0.0001));
    private static readonly Choice<string> ResortRooms = new(("A", 0.59), ("D", 0.19), ("E", 0.13), ("G", 0.026), ("F", 0.025), ("C", 0.013), ("H", 0.010), ("L", 0.0002));
    private static readonly Choice<string> BlockRooms = new(("A", 0.90), ("D", 0.07), ("E", 0.02), ("B", 0.01));
    private static readonly Choice<string> CityFamilyRooms = new(("F", 0.33), ("B", 0.17), ("G", 0.11), ("A", 0.22), ("D", 0.17));
    private static readonly Choice<string> ResortFamilyRooms = new(("G", 0.25), ("C", 0.20), ("H", 0.13), ("D", 0.15), ("A", 0.22), ("F", 0.05));

    /// <summary>The nights of a stay.</summary>
    public static int DrawNights(PropertyKind kind, SegmentProfile segment, ref SplitMix64 random)
    {
        if (random.Chance(DayUseShare))
        {
            return 0;
        }

        return segment.CompanyShare > 0.3 ? BusinessNights.Pick(ref random)
            : (kind == PropertyKind.City ? CityNights : ResortNights).Pick(ref random);
    }

    /// <summary>One room of a block.</summary>
    public static Stay DrawBlockRoom(int nights, ref SplitMix64 random) =>
        new(nights, random.Chance(0.17) ? 1 : 2, 0, 0, BlockRooms.Pick(ref random));

    /// <summary>One room booked on its own.</summary>
    public static Stay Draw(PropertyKind kind, SegmentProfile segment, DateOnly arrival, int nights, ref SplitMix64 random)
    {
        if (segment.CompanyShare > 0.3)
        {
            return new Stay(nights, random.Chance(0.75) ? 1 : 2, 0, 0, (kind == PropertyKind.City ? CityRooms : ResortRooms).Pick(ref random));
        }

        var family = random.Chance((kind == PropertyKind.City ? 0.065 : 0.09) * (arrival.Month is 7 or 8 ? 2 : 1));
        var alone = random.Chance(0.17);
        if (!family)
        {
            var third = random.Chance(0.08);
            return new Stay(nights, alone ? 1 : third ? 3 : 2, 0, 0, (kind == PropertyKind.City ? CityRooms : ResortRooms).Pick(ref random));
        }

        var children = random.Chance(0.55) ? 1 : random.Chance(0.97) ? 2 : 3;
        var babies = random.Chance(0.1) ? 1 : 0;
        return new Stay(nights, alone ? 1 : 2, children - (babies == 1 && random.Chance(0.5) ? 1 : 0), babies,
            (kind == PropertyKind.City ? CityFamilyRooms : ResortFamilyRooms).Pick(ref random));
    }

    /// <summary>Splits the nights into Monday to Friday nights and those of Saturday and Sunday.</summary>
    public static (int Week, int Weekend) Split(DateOnly arrival, int nights)
    {
        var weekend = nights / 7 * 2;
        for (var i = 0; i < nights % 7; i++)
        {
            weekend += ArrivalCalendar.Weekday(arrival.AddDays(i)) >= 5 ? 1 : 0;
        }

        return (nights - weekend, weekend);
    }
}
