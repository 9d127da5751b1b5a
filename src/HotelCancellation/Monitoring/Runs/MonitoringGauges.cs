using System.Diagnostics.Metrics;
using HotelCancellation.Monitoring.Alerts;
using HotelCancellation.Platform;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>What <c>/metrics</c> says of monitoring: the newest report, whichever host has made it.</summary>
internal sealed class MonitoringGauges
{
    private readonly BlobMonitoring _store;
    private readonly TableAlerts _alerts;
    private readonly HotelCancellationMeter _meter;
    private volatile Shown? _shown;

    public MonitoringGauges(BlobMonitoring store, TableAlerts alerts, HotelCancellationMeter meter, TimeProvider time)
    {
        (_store, _alerts, _meter) = (store, alerts, meter);
        Observe("psi_max", "{index}", "The largest population stability index of a column over the longest window, by property.", p => p.Psi);
        Observe("drift_severity", "{severity}", "How much of the model's importance has drifted, as a multiple of the threshold, by property.", p => p.Severity);
        Observe("concept_ratio", "{ratio}", "Cancellations over those that were to be expected, by property.", p => p.ConceptRatio);
        Observe("f1", "{score}", "F1 of the newest matured arrivals, by property.", p => p.F1);
        Observe("auc", "{score}", "AUC of the newest matured arrivals, realised and as it was estimated before, by property.", p => p.Auc, p => p.EstimatedAuc);
        Observe("brier", "{score}", "Brier score of the newest matured arrivals, realised and as it was estimated before, by property.", p => p.Brier, p => p.EstimatedBrier);
        ObserveService("latency_p99", "s", "99 of 100 predictions of the newest report's day took no longer.", p => p.P99Milliseconds / 1000);
        ObserveService("error_rate", "{ratio}", "The share of requests for predictions of the newest report's day that failed.", p => p.ErrorRate);
        meter.ObserveMonitoring("last_report_age", "s", "Time since the newest report was made.", () => _shown is { } s ? [new Measurement<double>((time.GetUtcNow() - s.Entry.At).TotalSeconds)] : []);
        meter.ObserveMonitoring("alerts_open", "{alert}", "Alerts that stand, by severity.", () => _shown is { } s ? s.Alerts : []);
    }

    /// <summary>Counts a run.</summary>
    public void Ran(MonitoringResult result) => _meter.MonitoringRan(result.ToString());

    /// <summary>Reads the newest report's numbers.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer; what was shown stays.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var (index, _) = await _store.IndexAsync(cancellationToken);
        if (index.Latest() is not { } latest)
        {
            return;
        }

        var (history, _) = await _store.HistoryAsync(latest.ModelVersion, cancellationToken);
        var open = (await _alerts.StandingAsync(cancellationToken)).Where(a => a.IsOpen).ToList();
        Measurement<double>[] alerts = [.. Enum.GetValues<Reports.FindingSeverity>().Select(s => new Measurement<double>(
            open.Count(a => a.Finding.Severity == s), new KeyValuePair<string, object?>("severity", s.ToString().ToLowerInvariant())))];
        _shown = new Shown(latest, [.. history.Points.Where(p => p.Day == latest.Day)], history.Service.LastOrDefault(p => p.Day == latest.Day), alerts);
    }

    private void Observe(string name, string unit, string description, Func<HistoryPoint, double> realised, Func<HistoryPoint, double>? estimated = null) =>
        _meter.ObserveMonitoring(name, unit, description, () => _shown is not { } shown ? [] : shown.Points.SelectMany(p => Measure(p, shown.Entry.ModelVersion, realised, estimated)));

    private void ObserveService(string name, string unit, string description, Func<ServicePoint, double> value) =>
        _meter.ObserveMonitoring(name, unit, description, () => _shown?.Service is { } point && double.IsFinite(value(point)) ? [new Measurement<double>(value(point))] : []);

    private static IEnumerable<Measurement<double>> Measure(HistoryPoint point, string version, Func<HistoryPoint, double> realised, Func<HistoryPoint, double>? estimated)
    {
        KeyValuePair<string, object?>[] tags = [new("property", point.Property ?? "*"), new("model.version", version)];
        if (double.IsFinite(realised(point)))
        {
            yield return new Measurement<double>(realised(point), estimated is null ? tags : [.. tags, new("kind", "realised")]);
        }

        if (estimated is not null && double.IsFinite(estimated(point)))
        {
            yield return new Measurement<double>(estimated(point), [.. tags, new("kind", "estimated")]);
        }
    }

    private sealed record Shown(ReportEntry Entry, IReadOnlyList<HistoryPoint> Points, ServicePoint? Service, IReadOnlyList<Measurement<double>> Alerts);
}
