using System.Text;
using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Monitoring.Statistics;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Validation;
using static HotelCancellation.Monitoring.Pages.MonitoringChart;
using static HotelCancellation.Validation.ReportPage;

namespace HotelCancellation.Monitoring.Pages;

/// <summary>
/// A day's report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere (its own policy forbids it), light or dark as the
/// reader's system is, and each picture with its table.
/// </summary>
public static class MonitoringPage
{
    /// <summary>The page's own policy, which its host sends too.</summary>
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    // Of one hotel among many the columns that have moved are shown, of all hotels together every column.
    private const int MostColumns = 6;

    private const string Css = """
        main svg { fill: none; border-bottom: 0; overflow: visible; }
        .one, .two { stroke-width: 2; fill: none; vector-effect: non-scaling-stroke; }
        .one { stroke: var(--bar); } .two { stroke: var(--warned); stroke-dasharray: 5 3; }
        .dot { fill: var(--bar); } .dot.second { fill: var(--warned); }
        .then { fill: var(--soft); } .now { fill: var(--bar); }
        .grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .level { stroke: var(--failed); stroke-width: 1; stroke-dasharray: 2 3; vector-effect: non-scaling-stroke; }
        .key { display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; } .key svg { display: inline-block; width: 1.8rem; margin: 0 0.4rem 0 0; vertical-align: middle; }
        """;

    /// <summary>The page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="history">The curves up to it.</param>
    /// <param name="distributions">Distributions then and now.</param>
    /// <param name="previous">The report of the same version before it; null where it is the first.</param>
    /// <param name="options">The thresholds.</param>
    public static string Write(MonitoringReport report, MonitoringHistory history, IReadOnlyList<Distribution> distributions, ReportEntry? previous, MonitoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        var html = new StringBuilder(256 * 1024);
        var worst = report.Findings.Count == 0 ? ReportStatus.Passed : Status(report.Findings[0].Severity);
        Line(html, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <title>Monitoring of {E(report.ModelVersion)}, {Day(report.Day)}</title>
            <style>{ReportStyle.Css}{Css}</style>
            </head>
            <body>
            <header>
            <h1>Monitoring, {Day(report.Day)}</h1>
            <p>{Badge(worst, report.Findings.Count == 0 ? "nothing found" : $"{N(report.Findings.Count)} found")} Model version {E(report.ModelVersion)}</p>
            </header>
            <main>
            """);
        Findings(html, report, previous);
        Decision(html, report.Decision);
        foreach (var scope in report.Scopes)
        {
            Scope(html, report, scope, history, distributions, options);
        }

        Line(html, "</main>\n</body>\n</html>");
        return html.ToString();
    }

    private static void Findings(StringBuilder html, MonitoringReport report, ReportEntry? previous)
    {
        Line(html, "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Found</h2>");
        if (report.Findings.Count > 0)
        {
            Line(html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"What was found\"><table><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Where</th><th scope=\"col\">Urgency</th><th scope=\"col\">Since the report before</th><th scope=\"col\">Why</th></tr></thead><tbody>");
            foreach (var f in report.Findings)
            {
                var isNew = previous is null || !previous.Findings.Contains(f.Key, StringComparer.Ordinal);
                Line(html, $"<tr><th scope=\"row\">{E(Name(f.Kind))}</th><td>{E(f.Property ?? "all hotels")}</td><td>{Badge(Status(f.Severity), f.Severity.ToString().ToLowerInvariant())}</td><td>{(isNew ? "new" : "as before")}</td><td>{string.Join("<br>", f.Reasons.Select(E))}</td></tr>");
            }

            Line(html, "</tbody></table></div>");
        }
        else
        {
            Line(html, "<p>Bookings, predictions and outcomes are as the model knows them.</p>");
        }

        var gone = previous?.Findings.Except(report.Findings.Select(f => f.Key), StringComparer.Ordinal).ToList();
        Line(html, $"{(gone is { Count: > 0 } ? $"<p>No longer found since {Day(previous!.Day)}: {E(string.Join(", ", gone))}</p>" : "")}</section>");
    }

    private static void Decision(StringBuilder html, TriggerDecision? decision)
    {
        if (decision is not null)
        {
            Line(html, $"<section aria-labelledby=\"decision\"><h2 id=\"decision\">Training</h2><p>{Badge(decision.Outcome == TriggerOutcome.Train ? ReportStatus.Warned : ReportStatus.Passed, decision.Outcome == TriggerOutcome.Train ? "to run" : "not to run")} {E(decision.Reason)}</p></section>");
        }
    }

    private static void Scope(StringBuilder html, MonitoringReport report, ScopeReport scope, MonitoringHistory history, IReadOnlyList<Distribution> distributions, MonitoringOptions options)
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

    private static ReportStatus Status(FindingSeverity severity) => severity switch { FindingSeverity.Error => ReportStatus.Failed, FindingSeverity.Warning => ReportStatus.Warned, _ => ReportStatus.Passed };

    private static string Name(FindingKind kind) => kind switch
    {
        FindingKind.Data => "trouble with the data",
        FindingKind.NewCategories => "new categories",
        FindingKind.Drift => "bookings have drifted",
        FindingKind.Predictions => "predictions have moved",
        FindingKind.Concept => "guests have changed",
        _ => "the model is worse",
    };

    private static string Name(DriftState state) => state switch { DriftState.TooFewRows => "too few", DriftState.Stable => "as in training", DriftState.Moved => "moved", _ => "drifted" };
}
