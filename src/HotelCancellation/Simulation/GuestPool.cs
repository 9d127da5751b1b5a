using System.Globalization;

namespace HotelCancellation.Simulation;

/// <summary>A guest who may come back to the same hotel.</summary>
/// <param name="reference">The pseudonym.</param>
/// <param name="riskEffect">The guest's own effect on the logarithm of the risk of cancelling; it stays for life.</param>
internal sealed class Guest(string reference, double riskEffect)
{
    private readonly List<(DateOnly On, bool Cancelled)> _open = [];

    /// <summary>The pseudonym.</summary>
    public string Reference => reference;

    /// <summary>The guest's tendency.</summary>
    public double RiskEffect => riskEffect;

    /// <summary>Earlier bookings that were cancelled or not used, known by the last <see cref="LookAt"/>.</summary>
    public int Cancelled { get; set; }

    /// <summary>Earlier stays, known by the last <see cref="LookAt"/>.</summary>
    public int Stayed { get; set; }

    /// <summary>Bookings whose end was not known at the last <see cref="LookAt"/>.</summary>
    public int Open => _open.Count;

    /// <summary>Counts what had ended before this day: on the day itself the hotel may not know it yet.</summary>
    public void LookAt(DateOnly today)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].On < today)
            {
                _ = _open[i].Cancelled ? Cancelled++ : Stayed++;
                _open.RemoveAt(i);
            }
        }
    }

    /// <summary>Remembers a booking and how it will end.</summary>
    public void Remember(DateOnly endsOn, bool cancelled) => _open.Add((endsOn, cancelled));
}

/// <summary>
/// The guests of one hotel that it may see again. Histories grow with the guests' own simulated bookings; the pool opens with
/// guests from before the first day, so that the share of repeated guests does not climb from nothing.
/// </summary>
internal sealed class GuestPool
{
    private const int Capacity = 2_000;
    private const int Opening = 500;
    private const int MostOpen = 6;
    private const double JoinShare = 0.05;

    private readonly List<Guest> _guests = new(Capacity);

    /// <summary>A pool with guests from before the simulation.</summary>
    public GuestPool(SplitMix64 random)
    {
        for (var i = 0; i < Opening; i++)
        {
            var guest = Create(ref random);
            if (random.Chance(0.65))
            {
                guest.Stayed = 1 + (int)(1.6 * random.NextExponential());
                guest.Cancelled = random.Chance(0.12) ? 1 : 0;
            }
            else
            {
                guest.Cancelled = 1 + (int)(0.7 * random.NextExponential());
            }

            _guests.Add(guest);
        }
    }

    /// <summary>A guest for a booking: one seen before, or a new one.</summary>
    public Guest Pick(SegmentProfile segment, DateOnly bookedOn, ref SplitMix64 random)
    {
        if (random.Chance(segment.RepeatShare))
        {
            var known = _guests[random.NextInt(_guests.Count)];
            known.LookAt(bookedOn);
            if (known.Open < MostOpen)
            {
                return known;
            }
        }

        var guest = Create(ref random);
        if (random.Chance(JoinShare))
        {
            if (_guests.Count < Capacity)
            {
                _guests.Add(guest);
            }
            else
            {
                _guests[random.NextInt(Capacity)] = guest;
            }
        }

        return guest;
    }

    private static Guest Create(ref SplitMix64 random) =>
        new("g" + random.NextUInt64().ToString("x16", CultureInfo.InvariantCulture), 0.25 * random.NextNormal());
}
