using System.Globalization;
using System.Net;
using System.Text;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>
/// A report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere (its own policy forbids it), light or dark
/// as the reader's system is, and each chart with its table.
/// </summary>
public static class ReportPage
{
    private const int ChartWidth = 320;
    private const int ChartHeight = 90;

    /// <summary>The page.</summary>
    public static string Write(ValidationReport report)
    {
        var html = new StringBuilder(64 * 1024);
        var verdict = report.Success ? "may be trained on" : "found wanting";
        Line(html, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Validation of {E(report.Source)}: {verdict}</title>
            <style>{ReportStyle.Css}</style>
            </head>
            <body>
            <header>
            <h1>Validation of {E(report.Source)}</h1>
            <p>{Badge(report.Success ? ReportStatus.Passed : ReportStatus.Failed, verdict)} Run {E(report.Summary.RunId)}, {report.Generated.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}</p>
            {(report.Summary.StopReason is { } stop ? $"<p class=\"stop\">{E(stop)}</p>" : "")}
            </header>
            <main>
            """);
        Counts(html, report.Summary);
        Checks(html, report);
        ReportSections.Model(html, report.Model);
        ReportSections.Comparison(html, report.Comparison);
        Expectations(html, report);
        Distributions(html, report);
        Line(html, "</main>\n</body>\n</html>");
        return html.ToString();
    }

    private static void Counts(StringBuilder html, ValidationSummary summary)
    {
        Line(html, "<section aria-labelledby=\"counts\"><h2 id=\"counts\">Rows</h2><dl class=\"counts\">");
        foreach (var (name, rows) in new[] { ("read", summary.Read), ("accepted", summary.Accepted), ("with warnings", summary.Warned), ("rejected", summary.Rejected) })
        {
            Line(html, $"<div><dt>{name}</dt><dd>{N(rows)}</dd></div>");
        }

        Line(html, $"</dl>{(summary.Quarantine is { } place ? $"<p>The rejected rows are in <code>{E(place)}</code></p>" : "")}</section>");
    }

    private static void Checks(StringBuilder html, ValidationReport report)
    {
        Line(html, "<section aria-labelledby=\"checks\"><h2 id=\"checks\">The file as a whole</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Checks of the file\"><table><thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Result</th><th scope=\"col\">Found</th></tr></thead><tbody>");
        foreach (var check in report.Checks)
        {
            Line(html, $"<tr><th scope=\"row\">{E(check.Name)}</th><td>{Badge(check.Status)}</td><td>{E(check.Message)}</td></tr>");
        }

        Line(html, "</tbody></table></div></section>");
    }

    private static void Expectations(StringBuilder html, ValidationReport report)
    {
        var met = report.Expectations.Count(e => e.Status == ReportStatus.Passed);
        Line(html, $"<section aria-labelledby=\"expectations\"><h2 id=\"expectations\">Expectations</h2><p>{met} of {report.Expectations.Count} met by every row.</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Every expectation\"><table><thead><tr><th scope=\"col\">Expectation</th><th scope=\"col\">Field</th><th scope=\"col\">Result</th><th scope=\"col\">Expected</th><th scope=\"col\">Observed</th><th scope=\"col\" class=\"n\">Rows not so</th><th scope=\"col\">Some of them</th></tr></thead><tbody>");
        foreach (var e in report.Expectations.OrderByDescending(e => e.Status).ThenByDescending(e => e.Failed))
        {
            var share = e.Checked == 0 ? 0 : (double)e.Failed / e.Checked;
            var samples = string.Join("<br>", e.Samples.Select(s => $"<span class=\"nowrap\">row {N(s.Row)}:</span> {(s.Value is null ? "nothing" : $"<code>{E(s.Value)}</code>")}"));
            Line(html, $"<tr><th scope=\"row\">{E(e.Name)}</th><td>{E(e.Field)}</td><td>{Badge(e.Status, e.Status == ReportStatus.Passed ? "met" : e.Severity == Severity.Reject ? "rejected" : "warned of")}</td><td>{E(e.Message)}</td><td>{E(e.Observed ?? "")}</td><td class=\"n\">{N(e.Failed)}{(e.Failed > 0 ? $" <small>{share.ToString("P2", CultureInfo.InvariantCulture)}</small>" : "")}</td><td>{samples}</td></tr>");
        }

        Line(html, "</tbody></table></div></section>");
    }

    private static void Distributions(StringBuilder html, ValidationReport report)
    {
        Line(html, "<section aria-labelledby=\"distributions\"><h2 id=\"distributions\">Distributions</h2><p>Of all rows that could be read.</p><div class=\"cards\">");
        foreach (var d in report.Distributions)
        {
            Line(html, $"<article><h3>{E(d.Field)}</h3><p>{E(d.Observed)}{(d.Missing > 0 ? $"; {N(d.Missing)} without a value" : "")}</p>");
            Chart(html, d);
            Line(html, "</article>");
        }

        Line(html, "</div></section>");
    }

    private static void Chart(StringBuilder html, ReportDistribution d)
    {
        if (d.Bins.Count == 0)
        {
            return;
        }

        var most = d.Bins.Max(b => b.Rows);
        var top = d.Bins.First(b => b.Rows == most);
        var width = (double)ChartWidth / d.Bins.Count;
        Line(html, $"<svg viewBox=\"0 0 {ChartWidth} {ChartHeight}\" role=\"img\" aria-label=\"{E(d.Field)}: {d.Bins.Count} bars, the highest {E(top.Label)} with {N(most)} rows\">");
        for (var i = 0; i < d.Bins.Count; i++)
        {
            var height = Math.Max(d.Bins[i].Rows > 0 ? 1 : 0, (double)d.Bins[i].Rows / most * ChartHeight);
            Line(html, $"<rect x=\"{F(i * width + width * 0.05)}\" y=\"{F(ChartHeight - height)}\" width=\"{F(width * 0.9)}\" height=\"{F(height)}\"><title>{E(d.Bins[i].Label)}: {N(d.Bins[i].Rows)}</title></rect>");
        }

        Line(html, $"</svg><p class=\"axis\"><span>{E(d.Bins[0].Label)}</span><span>{(d.Bins.Count > 1 ? E(d.Bins[^1].Label) : "")}</span></p><details><summary>{(d.Type == FieldType.Date ? "Months" : "Values")}<span class=\"hidden\"> of {E(d.Field)}</span></summary><table><tbody>");
        foreach (var bin in d.Bins)
        {
            Line(html, $"<tr><th scope=\"row\">{E(bin.Label)}</th><td class=\"n\">{N(bin.Rows)}</td></tr>");
        }

        Line(html, "</tbody></table></details>");
    }

    internal static string Badge(ReportStatus status, string? text = null) =>
        $"<span class=\"badge {Name(status)}\">{E(text ?? Name(status))}</span>";

    private static string Name(ReportStatus status) => status switch { ReportStatus.Passed => "passed", ReportStatus.Warned => "warned", _ => "failed" };

    internal static string E(string text) => WebUtility.HtmlEncode(text);

    internal static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string F(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    internal static void Line(StringBuilder html, string text) => html.Append(text).Append('\n');
}
