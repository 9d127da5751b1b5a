using HotelCancellation.Training;

namespace HotelCancellation.Simulation.Replays;

/// <summary>Error of expected cancellations, 0 or more; NaN where nothing was cancelled. See <see cref="Wape"/>.</summary>
/// <param name="Night">By night.</param>
/// <param name="Week">By seven nights.</param>
/// <param name="All">By thirty nights.</param>
public readonly record struct WapeFigures(double Night, double Week, double All);

/// <summary>An arrival night of a property.</summary>
/// <param name="Property">The property.</param>
/// <param name="Night">The night.</param>
/// <param name="Expected">The sum of the probabilities.</param>
/// <param name="Actual">Bookings that were lost.</param>
public readonly record struct NightFigures(string Property, DateOnly Night, double Expected, int Actual);

/// <summary>What the answers of a task come to.</summary>
public sealed record ReplayReport
{
    /// <summary>The task.</summary>
    public required ReplayTask Task { get; init; }

    /// <summary>Over all answers.</summary>
    public required BinaryMetrics Overall { get; init; }

    /// <summary>By property.</summary>
    public required IReadOnlyDictionary<string, BinaryMetrics> ByProperty { get; init; }

    /// <summary>By half of the months, named by its first one.</summary>
    public required IReadOnlyDictionary<string, BinaryMetrics> ByHalf { get; init; }

    /// <summary>By month: that of the training; in the static task, which trains once, that of the arrival.</summary>
    public required IReadOnlyDictionary<string, BinaryMetrics> ByMonth { get; init; }

    /// <summary>What was to be expected of each month's answers before any outcome was known.</summary>
    public required IReadOnlyDictionary<string, MonthEstimate> EstimateByMonth { get; init; }

    /// <summary>The mean over the months in which something was cancelled; null for other tasks than on-the-books.</summary>
    public WapeFigures? Wape { get; init; }

    /// <summary>By month; empty for other tasks than on-the-books.</summary>
    public required IReadOnlyDictionary<string, WapeFigures> WapeByMonth { get; init; }

    /// <summary>Ten bins of equal count, by probability.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Expected and actual cancellations by property and arrival night; on-the-books, as the last first of a month before the night saw them.</summary>
    public required IReadOnlyList<NightFigures> Nights { get; init; }

    /// <summary>Works it out.</summary>
    /// <param name="task">The task.</param>
    /// <param name="answers">At least one.</param>
    public static ReplayReport Of(ReplayTask task, IReadOnlyList<ReplayAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        DateOnly Month(ReplayAnswer a) => task == ReplayTask.Static ? new DateOnly(a.ArrivalDate.Year, a.ArrivalDate.Month, 1) : a.Cut;
        var months = answers.GroupBy(Month).OrderBy(g => g.Key).ToList();
        var half = months[months.Count / 2].Key;
        Dictionary<string, WapeFigures> wape = task == ReplayTask.OnTheBooks
            ? months.ToDictionary(m => Text(m.Key), m => new WapeFigures(Replays.Wape.Of(m, 1), Replays.Wape.Of(m, 7), Replays.Wape.Of(m, Replays.Wape.Nights)), StringComparer.Ordinal)
            : [];
        return new ReplayReport
        {
            Task = task,
            Overall = Metrics(answers),
            ByProperty = By(a => a.PropertyId.Value),
            ByHalf = By(a => Text(Month(a) < half ? months[0].Key : half)),
            ByMonth = By(a => Text(Month(a))),
            EstimateByMonth = new SortedDictionary<string, MonthEstimate>(months.ToDictionary(m => Text(m.Key), m => MonthEstimate.Of([.. m]), StringComparer.Ordinal), StringComparer.Ordinal),
            Wape = wape.Count == 0 ? null : new WapeFigures(Mean(w => w.Night), Mean(w => w.Week), Mean(w => w.All)),
            WapeByMonth = new SortedDictionary<string, WapeFigures>(wape, StringComparer.Ordinal),
            Reliability = Evaluation.Curve([.. answers.Select(a => a.Probability)], [.. answers.Select(a => a.Cancelled)]),
            Nights = [.. answers.Where(a => task != ReplayTask.OnTheBooks || (a.ArrivalDate < a.Cut.AddDays(Replays.Wape.Nights) && a.ArrivalDate < a.Cut.AddMonths(1)))
                .GroupBy(a => (Property: a.PropertyId.Value, a.ArrivalDate))
                .Select(g => new NightFigures(g.Key.Property, g.Key.ArrivalDate, g.Sum(a => a.Probability), g.Count(a => a.Cancelled)))
                .OrderBy(n => n.Property, StringComparer.Ordinal).ThenBy(n => n.Night)],
        };

        // A month in which nothing was cancelled has no such figure.
        double Mean(Func<WapeFigures, double> figure) => wape.Values.Select(figure).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        SortedDictionary<string, BinaryMetrics> By(Func<ReplayAnswer, string> key) =>
            new(answers.GroupBy(key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Metrics([.. g]), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static BinaryMetrics Metrics(IReadOnlyList<ReplayAnswer> answers) =>
        BinaryMetrics.Of([.. answers.Select(a => a.Probability)], [.. answers.Select(a => a.Cancelled)]);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
