using HotelCancellation.Training;

namespace HotelCancellation.Simulation.Replays;

/// <summary>What the answers of a task come to.</summary>
/// <param name="Task">The task.</param>
/// <param name="Overall">Over all answers.</param>
/// <param name="ByProperty">By property.</param>
/// <param name="ByHalf">By half of the days, named by its first day.</param>
/// <param name="ByMonth">By day.</param>
/// <param name="WapeNight">Error of expected cancellations by night, averaged over the days; NaN for other tasks than on-the-books.</param>
/// <param name="WapeWeek">By seven nights.</param>
/// <param name="WapeAll">By thirty nights.</param>
public sealed record ReplayReport(
    ReplayTask Task, BinaryMetrics Overall, IReadOnlyDictionary<string, BinaryMetrics> ByProperty, IReadOnlyDictionary<string, BinaryMetrics> ByHalf,
    IReadOnlyDictionary<string, BinaryMetrics> ByMonth, double WapeNight, double WapeWeek, double WapeAll)
{
    /// <summary>Works it out.</summary>
    /// <param name="task">The task.</param>
    /// <param name="answers">At least one.</param>
    public static ReplayReport Of(ReplayTask task, IReadOnlyList<ReplayAnswer> answers)
    {
        var cuts = answers.GroupBy(a => a.Cut).OrderBy(g => g.Key).ToList();
        var half = cuts[cuts.Count / 2].Key;
        double Mean(int width) => task == ReplayTask.OnTheBooks ? cuts.Average(c => Wape.Of(c, width)) : double.NaN;
        return new ReplayReport(
            task,
            Metrics(answers),
            By(a => a.Booking.PropertyId.Value),
            By(a => Text(a.Cut < half ? cuts[0].Key : half)),
            By(a => Text(a.Cut)),
            Mean(1),
            Mean(7),
            Mean(Wape.Nights));

        SortedDictionary<string, BinaryMetrics> By(Func<ReplayAnswer, string> key) =>
            new(answers.GroupBy(key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Metrics([.. g]), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static BinaryMetrics Metrics(IReadOnlyList<ReplayAnswer> answers) =>
        BinaryMetrics.Of([.. answers.Select(a => a.Probability)], [.. answers.Select(a => a.Cancelled)]);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
