using HotelCancellation.Bookings.Events;

namespace HotelCancellation.Simulation.Running;

/// <summary>What <see cref="WatchRun"/> is asked for.</summary>
public sealed record WatchOptions
{
    /// <summary>Days that are watched, 1 to 3650.</summary>
    /// <value>Default: 120.</value>
    public int Days { get; init; } = 120;

    /// <summary>What changes; null for nothing.</summary>
    /// <value>Default: null.</value>
    public DriftKind? Drift { get; init; }

    /// <summary>How much; null for the default of its kind.</summary>
    /// <value>Default: null.</value>
    public double? Size { get; init; }

    /// <summary>The day from which on it has changed, counted from the first that is watched.</summary>
    /// <value>Default: 60.</value>
    public int Onset { get; init; } = 60;

    /// <summary>Bookings made on an average day at each hotel, one number for each of them.</summary>
    /// <value>Default: one hotel of 100.</value>
    public IReadOnlyList<double> BookingsPerDay { get; init; } = [100];

    /// <summary>Days of history before the first that is watched: what the model learns from. 60 to 3650; seasons need more than a year.</summary>
    /// <value>Default: 500.</value>
    public int HistoryDays { get; init; } = 500;

    /// <summary>Bookings a day that one model is trained for at most: more hotels are divided into groups, each with a model of its own, so that memory stays flat.</summary>
    /// <value>Default: 200.</value>
    public double GroupSize { get; init; } = 200;

    /// <summary>Chooses the hotels and all that happens.</summary>
    /// <value>Default: 1.</value>
    public long Seed { get; init; } = 1;

    /// <summary>The first day that is watched.</summary>
    public DateOnly From { get; init; } = new(2026, 1, 1);

    /// <summary>How the hotels send their events.</summary>
    public EventStreamOptions Sending { get; init; } = new() { LateShare = 0.05, MaxDelayDays = 3, RepeatedShare = 0.05 };

    /// <summary>One line for each setting that is out of range; empty when the options can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Days is < 1 or > 3650)
        {
            problems.Add($"Days must be 1 to 3650, not {Days}.");
        }

        if (HistoryDays is < 60 or > 3650)
        {
            problems.Add($"HistoryDays must be 60 to 3650, not {HistoryDays}.");
        }

        if (BookingsPerDay.Count is < 1 or > 500)
        {
            problems.Add($"1 to 500 hotels can be watched, not {BookingsPerDay.Count}.");
        }

        if (Drift is not null && (Onset < 0 || Onset >= Days))
        {
            problems.Add($"Onset must be 0 to {Days - 1}, not {Onset}.");
        }

        return problems.Count > 0 ? problems : [.. Generator(BookingsPerDay).Problems(), .. Sending.Problems()];
    }

    /// <summary>What is generated of some of the hotels, those with a number above 0.</summary>
    internal GeneratorOptions Generator(IReadOnlyList<double> sizes) => new()
    {
        Properties = sizes.Count,
        BookingsPerDayByProperty = sizes,
        From = From.AddDays(-HistoryDays),
        Days = HistoryDays + Days,
        HorizonDate = From.AddDays(Days - 1),
        Seed = Seed,
        Drifts = Drift is { } kind ? [new DriftOptions { Kind = kind, Size = Size, OnsetDate = From.AddDays(Onset) }] : [],
    };

    /// <summary>All that happens at the hotels, as one group.</summary>
    public IReadOnlyCollection<BookingHistory> Histories() =>
        [.. new BookingEventStream(Generator(BookingsPerDay), Sending).Events().GroupBy(e => (e.Booking.PropertyId, e.Booking.BookingId)).Select(g => BookingHistory.Of(g))];

    /// <summary>The hotels divided into groups of at most <see cref="GroupSize"/> bookings a day; each the sizes of all hotels, 0 for those of other groups.</summary>
    internal IReadOnlyList<double[]> Groups()
    {
        var groups = new List<double[]>();
        foreach (var hotel in Enumerable.Range(0, BookingsPerDay.Count).OrderByDescending(i => BookingsPerDay[i]))
        {
            var group = groups.Find(g => g.Sum() + BookingsPerDay[hotel] <= GroupSize);
            if (group is null)
            {
                groups.Add(group = new double[BookingsPerDay.Count]);
            }

            group[hotel] = BookingsPerDay[hotel];
        }

        return groups;
    }
}
