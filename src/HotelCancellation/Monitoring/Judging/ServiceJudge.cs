using System.Globalization;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Sketches;
using HotelCancellation.Monitoring.Statistics;

namespace HotelCancellation.Monitoring.Judging;

/// <summary>
/// Judges how fast and how reliably predictions were answered. What is above a setting must also be more than chance makes of so few: of twenty predictions one slow one is the 99th
/// percentile. How many are to be expected at the setting is small against all, so that their number is Poisson's, whose tail is a chi-square one (N. Johnson, S. Kotz and A. Kemp,
/// <i>Univariate discrete distributions</i>, 1992, eq. 4.48).
/// </summary>
public sealed class ServiceJudge(MonitoringOptions options)
{
    private const double Slowest = 0.01;

    /// <summary>Judges a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="latency">Latencies of its predictions.</param>
    /// <param name="failed">Requests that failed.</param>
    public ServiceReport Judge(DateOnly day, LatencySketch latency, long failed)
    {
        ArgumentNullException.ThrowIfNull(latency);
        ArgumentOutOfRangeException.ThrowIfNegative(failed);
        var (all, slow) = (latency.Rows + failed, latency.Above(TimeSpan.FromMilliseconds(options.LatencyMilliseconds)));
        var (rate, p99) = (all > 0 ? (double)failed / all : 0, Of(0.99));
        return new ServiceReport
        {
            Day = day,
            Predictions = latency.Rows,
            Failed = failed,
            ErrorRate = rate,
            P50Milliseconds = Of(0.5),
            P95Milliseconds = Of(0.95),
            P99Milliseconds = p99,
            Slow = slow,
            IsSlow = p99 > options.LatencyMilliseconds && Chance(slow, latency.Rows * Slowest) <= options.Alpha,
            IsFailing = rate > options.ErrorRate && Chance(failed, all * options.ErrorRate) <= options.Alpha,
        };

        double Of(double share) => latency.Quantile(share)?.TotalMilliseconds ?? double.NaN;
    }

    /// <summary>What is found of a day.</summary>
    internal IEnumerable<Finding> Findings(ServiceReport report)
    {
        if (report.IsFailing)
        {
            yield return Make(FindingKind.Errors, Text($"{report.Failed} of {report.Predictions + report.Failed} requests failed, {100 * report.ErrorRate:0.##} %, where {100 * options.ErrorRate:0.##} % are allowed."));
        }

        if (report.IsSlow)
        {
            yield return Make(FindingKind.Latency, Text($"99 of 100 predictions took up to {report.P99Milliseconds:0.#} ms, where {options.LatencyMilliseconds:0.#} ms are allowed; {report.Slow} of {report.Predictions} took longer."));
        }
    }

    private static Finding Make(FindingKind kind, string reason) => new() { Key = Finding.KeyOf(kind, null), Kind = kind, Severity = FindingSeverity.Error, Reasons = [reason] };

    /// <summary>The chance of so many or more where so many are to be expected.</summary>
    private static double Chance(long count, double expected) => count == 0 ? 1 : expected <= 0 ? 0 : 1 - Distributions.ChiSquareUpper(2 * expected, checked((int)Math.Min(count, int.MaxValue / 2) * 2));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
