using System.Globalization;
using System.Text;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using static HotelCancellation.Monitoring.Pages.MonitoringChart;
using static HotelCancellation.Validation.ReportPage;

namespace HotelCancellation.Monitoring.Pages;

/// <summary>The part of <see cref="MonitoringPage"/> about how fast and how reliably predictions were answered.</summary>
internal static class ServiceSection
{
    public static void Write(StringBuilder html, ServiceReport service, MonitoringHistory history, MonitoringOptions options)
    {
        Line(html, "<section aria-labelledby=\"service\"><h2 id=\"service\">Answers of the day</h2><dl class=\"counts\">");
        foreach (var (term, value) in new[]
        {
            ("predictions", N(service.Predictions)),
            ("requests that failed", N(service.Failed)),
            ("error rate", ErrorShare(service.ErrorRate)),
            ("half took at most", Milliseconds(service.P50Milliseconds)),
            ("99 of 100 took at most", Milliseconds(service.P99Milliseconds)),
        })
        {
            Line(html, $"<div><dt>{term}</dt><dd>{value}</dd></div>");
        }

        Line(html, "</dl><div class=\"cards\">");
        DateOnly[] days = [.. history.Service.Select(p => p.Day)];
        if (days.Length > 0)
        {
            Lines(html, "All hotels", "Latency in milliseconds, 99th percentile and median", days,
                [("99th percentile", [.. history.Service.Select(p => p.P99Milliseconds)]), ("median", [.. history.Service.Select(p => p.P50Milliseconds)])], options.LatencyMilliseconds);
            Lines(html, "All hotels", "Failed requests, percent", days, [("failed", [.. history.Service.Select(p => 100 * p.ErrorRate)])], 100 * options.ErrorRate);
        }

        Line(html, "</div></section>");
    }

    // Allowed is one of a thousand, so that one digit would hide it.
    private static string ErrorShare(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    // Known to within 1 %.
    private static string Milliseconds(double value) => double.IsFinite(value) ? value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms" : "none";
}
