using System.Text;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Validation;
using static HotelCancellation.Monitoring.Pages.MonitoringChart;
using static HotelCancellation.Monitoring.Pages.MonitoringWords;
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

    private const string Css = """
        main svg { fill: none; border-bottom: 0; overflow: visible; }
        .one, .two { stroke-width: 2; fill: none; vector-effect: non-scaling-stroke; }
        .one { stroke: var(--bar); } .two { stroke: var(--warned); stroke-dasharray: 5 3; }
        .dot { fill: var(--bar); } .dot.second { fill: var(--warned); }
        .then { fill: var(--soft); } .now { fill: var(--bar); }
        .grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .level { stroke: var(--failed); stroke-width: 1; stroke-dasharray: 2 3; vector-effect: non-scaling-stroke; }
        .cards { margin-top: 1rem; }
        .axis span { white-space: nowrap; }
        .found { margin: 0; padding: 0; list-style: none; }
        .found li { padding: 0.7rem 0; border-bottom: 1px solid var(--line); }
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
            ScopeSection.Write(html, report, scope, history, distributions, options);
        }

        if (report.Service is { } service)
        {
            ServiceSection.Write(html, service, history, options);
        }

        Line(html, "</main>\n</body>\n</html>");
        return html.ToString();
    }

    private static void Findings(StringBuilder html, MonitoringReport report, ReportEntry? previous)
    {
        Line(html, "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Found</h2>");
        if (report.Findings.Count > 0)
        {
            Line(html, "<ul class=\"found\">");
            foreach (var f in report.Findings)
            {
                var isNew = previous is null || !previous.Findings.Contains(f.Key, StringComparer.Ordinal);
                Line(html, $"<li><h3>{Badge(Status(f.Severity), f.Severity.ToString().ToLowerInvariant())} {E(Name(f.Kind))}, {E(f.Property ?? "all hotels")} <small>({(isNew ? "new" : "as before")})</small></h3>{string.Concat(f.Reasons.Select(r => $"<p>{E(r)}</p>"))}</li>");
            }

            Line(html, "</ul>");
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
}
