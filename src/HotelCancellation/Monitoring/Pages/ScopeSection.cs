using System.Text;
using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Monitoring.Statistics;
using static HotelCancellation.Monitoring.Pages.MonitoringChart;
using static HotelCancellation.Monitoring.Pages.MonitoringWords;
using static HotelCancellation.Validation.ReportPage;

namespace HotelCancellation.Monitoring.Pages;

/// <summary>The part of <see cref="MonitoringPage"/> about a hotel, or about all.</summary>
internal static class ScopeSection
{
    // Of one hotel among many the columns that have moved are shown, of all hotels together every column.
    private const int MostColumns = 6;

    public static void Write(StringBuilder html, MonitoringReport report, ScopeReport scope, MonitoringHistory history, IReadOnlyList<Distribution> distributions, MonitoringOptions options)
    {
        var (name, id) = (scope.Property ?? "All hotels", $"s{report.Scopes.ToList().IndexOf(scope)}");
        Line(html, $"<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{E(name)}</h2><dl class=\"counts\">");
        var cohort = scope.Performance;
        foreach (var (term, value) in new[]
        {
            ("bookings judged", scope.Inputs.Count > 0 ? N(scope.Inputs[^1].Bookings) : "none"),
            ("severity of drift", scope.Inputs.Count > 0 ? Text(scope.Inputs.Max(w => w.Verdict.Severity)) : "none"),
            ("cancellations over those expected", scope.Concept is { } c ? Text(c.RatioOfAll) : "too few"),
            ("AUC of matured arrivals", cohort is null ? "too few" : Text(cohort.Auc.Value)),
            ("F1", cohort is null ? "too few" : Text(cohort.F1.Value)),
        })
        {
            Line(html, $"<div><dt>{term}</dt><dd>{value}</dd></div>");
        }

        Line(html, "</dl>");
        if (cohort is not null)
        {
            Cohort(html, name, cohort);
        }

        Line(html, "<div class=\"cards\">");
        HistoryPoint[] points = [.. history.Points.Where(p => p.Property == scope.Property)];
        DateOnly[] days = [.. points.Select(p => p.Day)];
        double[] By(Func<HistoryPoint, double> of) => [.. points.Select(of)];
        if (days.Length > 0)
        {
            Lines(html, name, "Largest PSI of a column over time", days, [("PSI", By(p => p.Psi))], options.PsiThreshold);
            Lines(html, name, "AUC, realised and estimated", days, [("realised", By(p => p.Auc)), ("estimated", By(p => p.EstimatedAuc))]);
            Lines(html, name, "Brier score, realised and estimated", days, [("realised", By(p => p.Brier)), ("estimated", By(p => p.EstimatedBrier))]);
            Lines(html, name, "F1 of matured arrivals", days, [("F1", By(p => p.F1))], cohort?.F1Limit);
            Lines(html, name, "Cancellations over those expected", days, [("ratio", By(p => p.ConceptRatio))], 1);
        }

        foreach (var (distribution, note) in Shown(scope, distributions, isAll: ReferenceEquals(scope, report.Scopes[0])))
        {
            Bars(html, name, distribution, note);
        }

        Line(html, "</div></section>");
    }

    private static IEnumerable<(Distribution Distribution, string? Note)> Shown(ScopeReport scope, IReadOnlyList<Distribution> distributions, bool isAll)
    {
        var verdicts = scope.Inputs.Count > 0 ? scope.Inputs[^1].Verdict.Columns : [];
        var own = distributions.Where(d => d.Property == scope.Property).ToDictionary(d => d.Column, StringComparer.Ordinal);
        foreach (var verdict in isAll ? verdicts : verdicts.Where(c => c.State is DriftState.Drifted or DriftState.Moved || c.Troubles.Count > 0).Take(MostColumns))
        {
            if (own.TryGetValue(verdict.Name, out var distribution))
            {
                yield return (distribution, $"{Name(verdict.State)}, {N(verdict.Rows)} bookings{(verdict.FromReference is { } d ? $", PSI {Text(d.JudgedPsi)} where chance makes {Text(d.Critical)}" : "")}");
            }
        }

        if (own.TryGetValue(Distribution.Probability, out var probability))
        {
            yield return (probability, scope.Predictions is { } p ? $"mean {Text(p.Mean)}, {Text(p.ReferenceMean)} in training; PSI {Text(p.Psi)}" : null);
        }
    }

    private static void Cohort(StringBuilder html, string name, CohortReport c)
    {
        Line(html, $"<p>Arrivals of {Day(c.From)} to {Day(c.To)}, {N(c.Realised.Rows)} of them, each by what was said on its day of booking.</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{E(name)}, how right it was\"><table><thead><tr><th scope=\"col\">Measure</th><th scope=\"col\" class=\"n\">realised</th><th scope=\"col\" class=\"n\">between</th><th scope=\"col\" class=\"n\">estimated before</th><th scope=\"col\" class=\"n\">the model's own</th></tr></thead><tbody>");
        Row("AUC", c.Auc, c.Estimated.Auc, c.Baseline?.Auc.Value);
        Row("F1", c.F1, c.Estimated.F1, c.Baseline?.F1.Value);
        Row("Brier", c.Brier, c.Estimated.Brier, c.Baseline?.Brier.Value);
        Row("count error", c.Count.Error, null, null);
        Row("calibration error", new Interval(c.CalibrationError, double.NaN, double.NaN), null, null);
        Line(html, "</tbody></table></div>");

        void Row(string what, Interval realised, double? estimated, double? own) => Line(
            html, $"<tr><th scope=\"row\">{what}</th><td class=\"n\">{Text(realised.Value)}</td><td class=\"n\">{(double.IsFinite(realised.Low) ? $"{Text(realised.Low)} and {Text(realised.High)}" : "")}</td><td class=\"n\">{(estimated is { } e ? Text(e) : "")}</td><td class=\"n\">{(own is { } o ? Text(o) : "")}</td></tr>");
    }
}
