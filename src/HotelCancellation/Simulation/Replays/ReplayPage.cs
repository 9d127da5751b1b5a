using System.Globalization;
using System.Text;
using HotelCancellation.Training;
using HotelCancellation.Validation;
using static HotelCancellation.Validation.ReportPage;

namespace HotelCancellation.Simulation.Replays;

/// <summary>
/// A replay as one HTML page that needs nothing else: no script, no font, no picture from elsewhere (its own policy forbids it), light or dark as
/// the reader's system is, and each picture with its table.
/// </summary>
public static class ReplayPage
{
    private const string Css = """
        main svg { fill: none; border-bottom: 0; overflow: visible; }
        .one, .two { stroke-width: 2; fill: none; vector-effect: non-scaling-stroke; }
        .one { stroke: var(--bar); } .two { stroke: var(--warned); stroke-dasharray: 5 3; }
        .dot { fill: var(--bar); } .dot.second { fill: var(--warned); }
        .grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .key { display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; } .key svg { display: inline-block; width: 1.8rem; margin: 0 0.4rem 0 0; vertical-align: middle; }
        .wide { grid-column: 1 / -1; }
        """;

    /// <summary>The page.</summary>
    /// <param name="source">What was replayed, such as a file's name.</param>
    /// <param name="reports">The tasks.</param>
    public static string Write(string source, IReadOnlyList<ReplayReport> reports)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(reports);
        var html = new StringBuilder(128 * 1024);
        Line(html, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Replay of {E(source)}</title>
            <style>{ReportStyle.Css}{Css}</style>
            </head>
            <body>
            <header>
            <h1>Replay of {E(source)}</h1>
            <p>What the model would have said in the past, trained each time on what was known then, against what happened.</p>
            </header>
            <main>
            """);
        foreach (var report in reports)
        {
            Task(html, report);
        }

        Line(html, "</main>\n</body>\n</html>");
        return html.ToString();
    }

    private static void Task(StringBuilder html, ReplayReport report)
    {
        var (name, title, what) = report.Task switch
        {
            ReplayTask.BookingTime => ("booking-time", "At booking time", "Bookings made in each month, each as of the day it was made."),
            ReplayTask.OnTheBooks => ("on-the-books", "On the books", "Bookings open on each first of a month, as of that day."),
            _ => ("static", "One split", "Late arrivals after one training on early ones; months are those of the arrival."),
        };
        var m = report.Overall;
        Line(html, $"<section aria-labelledby=\"{name}\"><h2 id=\"{name}\">{title}</h2><p>{what}</p><dl class=\"counts\">");
        foreach (var (term, value) in new[] { ("questions", N(m.N)), ("cancelled", Percent(m.Base)), ("mean probability", Percent(m.MeanP)), ("AUC", Digits(m.Auc)), ("average precision", Digits(m.Ap)), ("Brier", Digits(m.Brier)) }
            .Concat(report.Wape is { } w ? [("WAPE by night, week, 30 nights", string.Join(' ', new[] { w.Night, w.Week, w.All }.Select(x => double.IsFinite(x) ? x.ToString("0.00", CultureInfo.InvariantCulture) : "none")))] : []))
        {
            Line(html, $"<div><dt>{term}</dt><dd>{value}</dd></div>");
        }

        Line(html, "</dl><div class=\"cards\">");
        string[] months = [.. report.ByMonth.Keys.Select(k => k[..7])];
        double[] By(Func<BinaryMetrics, double> of) => [.. report.ByMonth.Values.Select(of)];
        double[] Estimated(Func<MonthEstimate, double> of) => [.. report.EstimateByMonth.Values.Select(of)];
        ReplayChart.Lines(html, $"{title}: AUC by month", months, [("realised", By(x => x.Auc)), ("estimated", Estimated(x => x.EstimatedAuc))]);
        ReplayChart.Lines(html, $"{title}: Brier by month", months, [("realised", By(x => x.Brier)), ("estimated", Estimated(x => x.EstimatedBrier))], fromZero: true);
        ReplayChart.Lines(html, $"{title}: mean probability and share cancelled by month", months, [("mean probability", By(x => x.MeanP)), ("share cancelled", By(x => x.Base))], fromZero: true);
        if (report.WapeByMonth.Count > 0)
        {
            ReplayChart.Lines(html, $"{title}: WAPE by month", [.. report.WapeByMonth.Keys.Select(k => k[..7])],
                [("by night", [.. report.WapeByMonth.Values.Select(x => x.Night)]), ("30 nights", [.. report.WapeByMonth.Values.Select(x => x.All)])], fromZero: true);
        }

        ReplayChart.Reliability(html, $"{title}: reliability", report.Reliability);
        foreach (var nights in report.Nights.GroupBy(n => n.Property, StringComparer.Ordinal))
        {
            ReplayChart.Lines(html, $"{title}: cancellations by arrival night, {nights.Key}", [.. nights.Select(n => n.Night.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
                [("expected", [.. nights.Select(n => n.Expected)]), ("actual", [.. nights.Select(n => (double)n.Actual)])], fromZero: true, wide: true);
        }

        Line(html, "</div></section>");
    }

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Digits(double value) => double.IsFinite(value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "none";
}
