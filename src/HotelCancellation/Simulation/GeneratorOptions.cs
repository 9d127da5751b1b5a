namespace HotelCancellation.Simulation;

/// <summary>What <see cref="BookingGenerator"/> is asked for. The same options give the same bookings on every machine.</summary>
public sealed record GeneratorOptions
{
    /// <summary>Hotels in the group, 1 to 500. More hotels leave the bookings of the others as they are.</summary>
    /// <value>Default: 3.</value>
    public int Properties { get; init; } = 3;

    /// <summary>Bookings made on an average day at an average hotel, 0.1 to 10,000. A hotel's own size is 0.6 to 1.4 of it.</summary>
    /// <value>Default: 40.</value>
    public double BookingsPerDay { get; init; } = 40;

    /// <summary>
    /// Bookings made on an average day at each hotel, in the order of their numbers; 0 leaves a hotel out. Where it is given, <see cref="BookingsPerDay"/>
    /// and the hotels' own sizes do not count.
    /// </summary>
    /// <value>Default: null.</value>
    public IReadOnlyList<double>? BookingsPerDayByProperty { get; init; }

    /// <summary>The first day on which bookings are made; year 1950 to 2150.</summary>
    /// <value>Default: 2024-01-01.</value>
    public DateOnly From { get; init; } = new(2024, 1, 1);

    /// <summary>Days on which bookings are made, 1 to 36,500.</summary>
    /// <value>Default: 730.</value>
    public int Days { get; init; } = 730;

    /// <summary>Chooses the hotels and all that happens; any value.</summary>
    /// <value>Default: 1.</value>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// The day the bookings are looked at, not before <see cref="To"/>. What happens after it is not told: such a booking is
    /// <c>booked</c> since the day it was made, or <c>checkedIn</c> since its arrival. Null tells every outcome.
    /// </summary>
    /// <value>Default: null.</value>
    public DateOnly? HorizonDate { get; init; }

    /// <summary>Changes of the world on the way.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<DriftOptions> Drifts { get; init; } = [];

    /// <summary>The last day on which bookings are made: <see cref="From"/> and <see cref="Days"/> - 1 more.</summary>
    public DateOnly To => From.AddDays(Days - 1);

    /// <summary>The name of a hotel, such as <c>city-03</c>.</summary>
    /// <param name="number">Its number, from 1.</param>
    public static string NameOf(int number) => PropertyProfile.IdOf(number - 1).Value;

    /// <summary>One line for each setting that is out of range; empty when the options can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Properties is < 1 or > 500)
        {
            problems.Add($"Properties must be 1 to 500, not {Properties}.");
        }

        if (!(BookingsPerDay is >= 0.1 and <= 10_000))
        {
            problems.Add(FormattableString.Invariant($"BookingsPerDay must be 0.1 to 10000, not {BookingsPerDay}."));
        }

        if (BookingsPerDayByProperty is { } sizes && (sizes.Count != Properties || sizes.Any(s => !(s is 0 or (>= 0.1 and <= 10_000)))))
        {
            problems.Add(FormattableString.Invariant($"BookingsPerDayByProperty must have {Properties} numbers of 0.1 to 10000, or 0, not {string.Join(", ", sizes)}."));
        }

        if (From.Year is < 1950 or > 2150)
        {
            problems.Add($"From must be in the years 1950 to 2150, not {From:yyyy-MM-dd}.");
        }

        if (Days is < 1 or > 36_500)
        {
            problems.Add($"Days must be 1 to 36500, not {Days}.");
        }

        if (problems.Count == 0 && HorizonDate < To)
        {
            problems.Add($"HorizonDate must not be before the last booking day {To:yyyy-MM-dd}, and is {HorizonDate:yyyy-MM-dd}.");
        }

        if (problems.Count == 0)
        {
            problems.AddRange(Drifts.SelectMany(d => d.Problems(this)));
            var taken = Drifts.Where(d => d.Kind is DriftKind.Mix or DriftKind.Agent).Sum(d => d.EffectiveSize);
            if (problems.Count == 0 && taken > DriftOptions.MostOfOnline + 1e-9)
            {
                problems.Add(FormattableString.Invariant($"The sizes of all mix and agent drifts together must be at most {DriftOptions.MostOfOnline}, not {taken}."));
            }
        }

        return problems;
    }
}
