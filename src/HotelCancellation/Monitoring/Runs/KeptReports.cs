using HotelCancellation.Monitoring.Alerts;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Platform;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>A report with the one before it.</summary>
/// <param name="Entry">What the index says of it.</param>
/// <param name="Report">The report.</param>
/// <param name="Before">The report of the same version before it; null where it is the first.</param>
/// <param name="History">The version's curves.</param>
public sealed record KeptReport(ReportEntry Entry, MonitoringReport Report, ReportEntry? Before, MonitoringHistory History);

/// <summary>Reads what monitoring has kept.</summary>
public sealed class KeptReports
{
    private readonly BlobMonitoring _store;
    private readonly TableDecisions _decisions;
    private readonly TableAlerts _alerts;

    internal KeptReports(BlobMonitoring store, TableDecisions decisions, TableAlerts alerts) => (_store, _decisions, _alerts) = (store, decisions, alerts);

    /// <summary>Finds a report.</summary>
    /// <param name="day">The day; null for the newest.</param>
    /// <param name="version">The version; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The report; null where there is none.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<KeptReport?> FindAsync(DateOnly? day, string? version, CancellationToken cancellationToken)
    {
        var (index, _) = await _store.IndexAsync(cancellationToken);
        if (index.Find(day, version) is not { } entry || await _store.ReportAsync(entry.ModelVersion, entry.Day, cancellationToken) is not { } report)
        {
            return null;
        }

        var (history, _) = await _store.HistoryAsync(entry.ModelVersion, cancellationToken);
        return new KeptReport(entry, report, index.Before(entry.Day, entry.ModelVersion), history);
    }

    /// <summary>Finds a report to compare one with.</summary>
    /// <param name="day">The day.</param>
    /// <param name="version">The version; null for the same one where it was judged on that day, otherwise for any.</param>
    /// <param name="to">The report that it is compared with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The report and its place in the index; null where there is none.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<(ReportEntry Entry, MonitoringReport Report)?> FindOtherAsync(DateOnly day, string? version, KeptReport to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(to);
        var (index, _) = await _store.IndexAsync(cancellationToken);
        return index.Find(day, version, to.Entry.ModelVersion) is { } entry && await _store.ReportAsync(entry.ModelVersion, entry.Day, cancellationToken) is { } report ? (entry, report) : null;
    }

    /// <summary>A report's page; null where there is none.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<byte[]?> PageAsync(DateOnly day, string version, CancellationToken cancellationToken)
    {
        // Only names that the index has are asked for.
        var (index, _) = await _store.IndexAsync(cancellationToken);
        return index.Reports.Any(r => r.Day == day && string.Equals(r.ModelVersion, version, StringComparison.Ordinal)) ? await _store.PageAsync(version, day, cancellationToken) : null;
    }

    /// <summary>The alerts that stand, the most urgent first, and then those that are over, the newest first.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<IReadOnlyList<Alert>> AlertsAsync(int most, CancellationToken cancellationToken)
    {
        var standing = await _alerts.StandingAsync(cancellationToken);
        var over = await _alerts.OverAsync(most, cancellationToken);
        return
        [
            .. standing.Where(a => a.IsOpen).OrderByDescending(a => a.Finding.Severity).ThenBy(a => a.Key, StringComparer.Ordinal),
            .. standing.Where(a => !a.IsOpen).Concat(over).DistinctBy(a => (a.Key, a.OpenedDay)).OrderByDescending(a => a.ClearedDay).Take(most),
        ];
    }

    /// <summary>The last decisions about trainings, the newest first.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<List<TriggerDecision>> DecisionsAsync(int most, CancellationToken cancellationToken) => _decisions.LatestAsync(most, cancellationToken);
}
