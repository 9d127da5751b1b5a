using System.Globalization;
using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring.Drift;

/// <summary>What the sketches of a column say by themselves, before they are looked at beside those of other columns.</summary>
internal sealed class ColumnEvidence
{
    private readonly MonitoringOptions _options;

    public ColumnEvidence(ColumnComparison column, MonitoringOptions options)
    {
        (Column, _options) = (column, options);
        var least = options.MinRows * column.DesignEffect;
        IsJudged = column.Reference.Rows >= least && column.Current.Rows >= least;
        Season = column.Season is { } season && season.Rows >= least ? season : null;
        MeansMissing = Share(column.Reference.Missing, column.Reference) >= options.MeaningfulMissing;
        MissingPValue = RiseOf(s => s.Missing, options.MissingRise);
        UnseenPValue = column.Current.Layout is CategoryLayout ? RiseOf(s => s.Unseen, options.NewCategoryRise) : 1;
    }

    public ColumnComparison Column { get; }

    /// <summary>The same season of last year, if it has rows enough.</summary>
    public ColumnSketch? Season { get; }

    /// <summary>Whether there are rows enough.</summary>
    public bool IsJudged { get; }

    /// <summary>Whether a missing value means something.</summary>
    public bool MeansMissing { get; }

    /// <summary>The chance of such a rise of missing values over both references; 1 where it is too small to matter.</summary>
    public double MissingPValue { get; }

    /// <summary>The same for categories that the reference has not.</summary>
    public double UnseenPValue { get; }

    /// <summary>The difference from the training data, and from the season.</summary>
    public (Difference? FromReference, Difference? FromSeason) Differences(bool withMissing) =>
        (Differ(Column.Reference, withMissing), Season is null ? null : Differ(Season, withMissing));

    public static double Share(long rows, ColumnSketch of) => of.Rows == 0 ? 0 : (double)rows / of.Rows;

    /// <summary>A rise over a reference counts when it is over the other, too: the larger of the p-values (an intersection-union test, R. Berger, Technometrics 24, 1982).</summary>
    private double RiseOf(Func<ColumnSketch, long> rows, double least)
    {
        if (!IsJudged)
        {
            return 1;
        }

        double worst = 0;
        foreach (var then in new[] { Column.Reference, Season })
        {
            if (then is not null)
            {
                var (a, b) = (rows(then), rows(Column.Current));
                var isRisen = Share(b, Column.Current) - Share(a, then) >= least;

                // Rows that come together are fewer; counts are rounded down so that a rise is not made of nothing.
                long Effective(long count) => (long)(count / Column.DesignEffect);
                worst = Math.Max(worst, isRisen ? TwoProportions.RisePValue(Effective(a), Effective(then.Rows), Effective(b), Effective(Column.Current.Rows)) : 1);
            }
        }

        return worst;
    }

    private Difference? Differ(ColumnSketch then, bool withMissing)
    {
        var (judgedThen, judgedNow) = (Judged(then, withMissing), Judged(Column.Current, withMissing));
        if (!IsJudged || judgedThen.Sum() == 0 || judgedNow.Sum() == 0)
        {
            return null;
        }

        var (allThen, allNow) = (All(then), All(Column.Current));
        var judged = StabilityIndex.OfJoined(judgedThen, judgedNow, then.Layout.IsOrdered && !withMissing, Column.DesignEffect);
        var wasserstein = then is NumberSketch a && Column.Current is NumberSketch b ? a.WassersteinTo(b) : default((double Distance, double MaxError)?);
        return new Difference
        {
            Psi = StabilityIndex.Of(allThen, allNow).Value,
            JudgedPsi = judged.Value,
            Critical = judged.Critical(_options.Alpha),
            PValue = judged.SafePValue,
            JensenShannon = JensenShannon.Distance(allThen, allNow),
            Wasserstein = wasserstein?.Distance,
            WassersteinMaxError = wasserstein?.MaxError,
            LargestChange = LargestChange(allThen, allNow),
        };
    }

    private static long[] All(ColumnSketch sketch) => [.. sketch.Parts(), sketch.Unseen, sketch.Missing];

    private static long[] Judged(ColumnSketch sketch, bool withMissing) => withMissing ? All(sketch) : [.. sketch.Parts(), sketch.Unseen];

    private string LargestChange(long[] then, long[] now)
    {
        double n = then.Sum(), m = now.Sum();
        var part = Enumerable.Range(0, then.Length).MaxBy(i => Math.Abs((now[i] / m) - (then[i] / n)));
        var name = (part - Column.Current.Layout.PartCount) switch { 0 => "values not seen before", 1 => "missing values", _ => Column.Current.Layout.Describe(part) };
        return string.Create(CultureInfo.InvariantCulture, $"{name} went from {100 * then[part] / n:F1} % to {100 * now[part] / m:F1} %");
    }
}
