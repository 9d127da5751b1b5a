namespace HotelCancellation.Simulation;

/// <summary>
/// One change of the simulated world, whose kind, first day and size are the ground truth for whoever has to find it. Several may be
/// given, also of one kind: price and hazard factors multiply, shares add up.
/// <para>
/// <b>From when.</b> <see cref="DriftKind.Price"/>, <see cref="DriftKind.Mix"/> and <see cref="DriftKind.Agent"/> go by the day of
/// <i>booking</i>: a booking made before the onset keeps its price, segment and agent. <see cref="DriftKind.Behaviour"/> goes by the
/// <i>calendar</i> day: from the onset on the hazard of every living booking is another one, also of those made before, because the
/// guests have changed and not the bookings. <see cref="DriftKind.Feed"/> goes by the day of the <i>message</i>
/// (<see cref="Bookings.BookingEvent.StatusDate"/>), because the sending system is what broke. So nothing that happens before the
/// onset differs from what happens without the drift.
/// </para>
/// </summary>
public sealed record DriftOptions
{
    /// <summary>The largest part of all bookings that <see cref="DriftKind.Mix"/> and <see cref="DriftKind.Agent"/> may take from <c>Online TA</c>, together.</summary>
    public const double MostOfOnline = 0.25;

    /// <summary>The hazard of a new agent's bookings over the one that they would have had otherwise.</summary>
    public const double NewAgentHazard = 2;

    private static readonly string[] Blankable =
        ["agent", "company", "country", "meal", "marketSegment", "distributionChannel", "reservedRoomType", "depositType", "customerType"];

    /// <summary>What changes.</summary>
    public required DriftKind Kind { get; init; }

    /// <summary>The first day on which it has changed, in days after <see cref="GeneratorOptions.From"/>: 0 to its <see cref="GeneratorOptions.Days"/> - 1.</summary>
    /// <value>Default: 60.</value>
    public int OnsetDay { get; init; } = 60;

    /// <summary>The same as a date; when given, <see cref="OnsetDay"/> does not count.</summary>
    /// <value>Default: null.</value>
    public DateOnly? OnsetDate { get; init; }

    /// <summary>
    /// How much. Price: the rise over the price, -0.9 to 9, default 0.15. Mix: the share of all bookings that moves, above 0 to 0.25,
    /// default 0.15. Agent: the new agent's share of all bookings, above 0 to 0.25, default 0.10. Behaviour: the factor of the hazard,
    /// 0.1 to 10, default 1.4. Feed: the share of the values that is lost, above 0 to 1, default 0.3.
    /// </summary>
    /// <value>Default: null, the default of the kind.</value>
    public double? Size { get; init; }

    /// <summary>The numbers of the hotels that it hits, from 1 (3 is <c>city-03</c>); null hits all.</summary>
    /// <value>Default: null.</value>
    public IReadOnlyList<int>? Properties { get; init; }

    /// <summary>
    /// The column that <see cref="DriftKind.Feed"/> loses values of, one of <see cref="Columns"/>. A lost value of agent, company or
    /// country looks like a booking without one and passes every check of a single row; a row that lost one of the others is refused.
    /// </summary>
    /// <value>Default: <c>agent</c>, because a loss that no row gives away is the one that must be noticed.</value>
    public string Column { get; init; } = "agent";

    /// <summary>The columns that <see cref="Column"/> may name.</summary>
    public static IReadOnlyList<string> Columns => Blankable;

    /// <summary><see cref="Size"/>, or the default of the kind.</summary>
    public double EffectiveSize => Size ?? DefaultSize(Kind);

    /// <summary>The size of a kind when none is given.</summary>
    public static double DefaultSize(DriftKind kind) => kind switch
    {
        DriftKind.Price or DriftKind.Mix => 0.15,
        DriftKind.Agent => 0.10,
        DriftKind.Behaviour => 1.4,
        _ => 0.3,
    };

    /// <summary>The first day on which it has changed.</summary>
    /// <param name="from">The first day of the simulation.</param>
    public DateOnly Onset(DateOnly from) => OnsetDate ?? from.AddDays(OnsetDay);

    /// <summary>Whether it hits a hotel.</summary>
    /// <param name="number">The hotel's number, from 1.</param>
    public bool Hits(int number) => Properties is null || Properties.Contains(number);

    /// <summary>One line for each setting that makes no sense in a simulation; empty when the drift can be used.</summary>
    internal IEnumerable<string> Problems(GeneratorOptions options)
    {
        var name = Kind.ToString().ToLowerInvariant();
        if (!Enum.IsDefined(Kind))
        {
            yield return $"Drift must be one of price, mix, agent, behaviour, feed, not {Kind}.";
            yield break;
        }

        // The day number first: a day far out of range has no date.
        if (OnsetDate is { } date ? date < options.From || date > options.To : OnsetDay < 0 || OnsetDay >= options.Days)
        {
            yield return OnsetDate is { } given
                ? $"Drift {name}: the onset must be {options.From:yyyy-MM-dd} to {options.To:yyyy-MM-dd}, the days on which bookings are made, not {given:yyyy-MM-dd}."
                : $"Drift {name}: the onset must be day 0 to {options.Days - 1}, the days on which bookings are made, not {OnsetDay}.";
        }

        var (allowed, range) = Kind switch
        {
            DriftKind.Price => (EffectiveSize is >= -0.9 and <= 9, "-0.9 to 9"),
            DriftKind.Behaviour => (EffectiveSize is >= 0.1 and <= 10, "0.1 to 10"),
            DriftKind.Feed => (EffectiveSize is > 0 and <= 1, "above 0 to 1"),
            _ => (EffectiveSize is > 0 and <= MostOfOnline, FormattableString.Invariant($"above 0 to {MostOfOnline}")),
        };
        if (!allowed)
        {
            yield return FormattableString.Invariant($"Drift {name}: the size must be {range}, not {EffectiveSize}.");
        }

        if (Properties is { Count: 0 } || Properties?.Any(p => p < 1 || p > options.Properties) == true)
        {
            yield return $"Drift {name}: the hotels must be numbers from 1 to {options.Properties}, not '{string.Join(',', Properties)}'.";
        }

        if (Kind == DriftKind.Feed && !Blankable.Contains(Column, StringComparer.Ordinal))
        {
            yield return $"Drift {name}: the column must be one of {string.Join(", ", Blankable)}, not '{Column}'.";
        }
    }
}
