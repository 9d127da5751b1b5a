namespace HotelCancellation.Simulation;

/// <summary>
/// Days from booking to arrival: a share of walk-ins at 0, the others Weibull-distributed with the segment's scale and tail
/// (1 is exponential, more is heavier), thinned by how much each arrival day is in demand.
/// </summary>
internal static class LeadTimeModel
{
    /// <summary>The longest lead time, days.</summary>
    public const int MaxDays = 640;

    private const int Tries = 12;

    /// <summary>Draws a lead time.</summary>
    public static int Draw(SegmentProfile segment, ArrivalCalendar calendar, DateOnly bookedOn, ref SplitMix64 random)
    {
        var lead = 0;
        for (var i = 0; i < Tries; i++)
        {
            lead = Propose(segment, ref random);
            if (random.Chance(calendar.Acceptance(bookedOn.AddDays(lead))))
            {
                break;
            }
        }

        return lead;
    }

    private static int Propose(SegmentProfile segment, ref SplitMix64 random)
    {
        if (random.Chance(segment.WalkInShare))
        {
            return 0;
        }

        while (true)
        {
            var e = random.NextExponential();
            var days = e <= 0 ? 0 : segment.LeadScaleDays * StableMath.Pow(e, segment.LeadTail);
            if (days <= MaxDays)
            {
                return (int)days;
            }
        }
    }
}
