using HotelCancellation.Monitoring.Days;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Monitoring.Pages;

/// <summary>How a column's values are spread over its parts, now and in training.</summary>
/// <param name="Property">The hotel; null for all.</param>
/// <param name="Column">The column.</param>
/// <param name="Parts">Each part with its share of all rows then and now; missing and unseen values are the last two.</param>
public sealed record Distribution(string? Property, string Column, IReadOnlyList<(string Label, double Then, double Now)> Parts)
{
    /// <summary>The name under which predicted probabilities are shown.</summary>
    public const string Probability = "predicted probability";

    private const int ProbabilityParts = 10;

    /// <summary>All columns of all hotels over the longest window, and what was predicted.</summary>
    internal static IReadOnlyList<Distribution> Of(ModelReference reference, IReadOnlyDictionary<DateOnly, MonitoringDay> days, DateOnly to, MonitoringOptions options)
    {
        var window = new MonitoringDay(reference, to);
        for (var back = 0; back < options.LongWindowDays; back++)
        {
            if (days.TryGetValue(to.AddDays(-back), out var counts))
            {
                window.Absorb(counts);
            }
        }

        return [.. window.Scopes.SelectMany(scope => Of(scope.Key, reference, reference.Scopes[scope.Key], scope.Value))];
    }

    private static IEnumerable<Distribution> Of(string name, ModelReference reference, ScopeReference then, ScopeDay now)
    {
        var property = name == ModelReference.All ? null : name;
        for (var i = 0; i < then.Columns.Count; i++)
        {
            var (sketch, current) = (then.Columns[i].Sketch, now.Columns[i]);
            var (before, after, layout) = (sketch.Parts(), current.Parts(), sketch.Layout);
            yield return new Distribution(property, reference.Columns[i].Name,
            [
                .. Enumerable.Range(0, layout.PartCount).Select(p => (layout.Describe(p), Share(before[p], sketch), Share(after[p], current))),
                ("categories that are new", Share(sketch.Unseen, sketch), Share(current.Unseen, current)),
                ("missing", Share(sketch.Missing, sketch), Share(current.Missing, current)),
            ]);
        }

        yield return new Distribution(property, Probability, [.. Enumerable.Range(0, ProbabilityParts).Select(p =>
            (FormattableString.Invariant($"{p / 10.0:0.0} to {(p + 1) / 10.0:0.0}"), Share(then.Probability, p), Share(now.Probability, p)))]);
    }

    private static double Share(long rows, ColumnSketch of) => of.Rows > 0 ? (double)rows / of.Rows : 0;

    private static double Share(ProbabilitySketch sketch, int part) => sketch.Rows > 0
        ? (double)Enumerable.Range(0, ProbabilitySketch.Bins).Where(b => Math.Clamp((int)(sketch.PlaceOf(b) * ProbabilityParts), 0, ProbabilityParts - 1) == part).Sum(sketch.RowsOf) / sketch.Rows
        : 0;
}
