using HotelCancellation.Monitoring.Reports;

namespace HotelCancellation.Monitoring.Alerts;

/// <summary>What the webhook has been told of an alert.</summary>
public enum AlertSent
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>That it is open.</summary>
    Opened,

    /// <summary>That it is over.</summary>
    Cleared,
}

/// <summary>A finding that stands, or stood, from the day it was first found to the day it was not found any more.</summary>
public sealed record Alert
{
    /// <summary>The finding's key. While it stands there is one alert of a key.</summary>
    public required string Key { get; init; }

    /// <summary>The day it was first found.</summary>
    public required DateOnly OpenedDay { get; init; }

    /// <summary>The last day it was found.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>The first day it was not found any more; null while it stands.</summary>
    public DateOnly? ClearedDay { get; init; }

    /// <summary>The version of the report that found it last.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>What was found last.</summary>
    public required Finding Finding { get; init; }

    /// <summary>What the webhook has been told.</summary>
    public AlertSent Sent { get; init; }

    /// <summary>How urgent it was when the webhook was told last.</summary>
    public FindingSeverity? SentSeverity { get; init; }

    /// <summary>When it was told last.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Whether it stands.</summary>
    public bool IsOpen => ClearedDay is null;

    /// <summary>What the webhook has yet to be told: it stands and nobody knows, or knows another urgency; or it is over, and somebody was told of it.</summary>
    public AlertSent? Due => IsOpen
        ? Sent == AlertSent.Opened && SentSeverity == Finding.Severity ? null : AlertSent.Opened
        : Sent == AlertSent.Opened ? AlertSent.Cleared : null;
}

/// <summary>Opens, keeps and clears alerts by what a report found. No I/O.</summary>
public static class AlertBook
{
    /// <summary>What a report makes of the alerts.</summary>
    /// <param name="known">Alerts that stand, and those that the webhook has yet to be told of.</param>
    /// <param name="report">The report.</param>
    /// <returns>Those that have changed, or are new.</returns>
    public static IReadOnlyList<Alert> Read(IReadOnlyCollection<Alert> known, MonitoringReport report)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(report);
        var found = report.Findings.ToDictionary(f => f.Key, StringComparer.Ordinal);

        // A report that is made again, or comes late, does not clear what a newer one has found.
        var standing = known.Where(a => a.IsOpen && a.LastDay <= report.Day).ToDictionary(a => a.Key, StringComparer.Ordinal);
        return
        [
            .. standing.Values.Where(a => a.LastDay < report.Day || !found.ContainsKey(a.Key)).Select(a => found.TryGetValue(a.Key, out var finding)
                ? a with { LastDay = report.Day, ModelVersion = report.ModelVersion, Finding = finding }
                : a with { ClearedDay = report.Day }),
            .. found.Values.Where(f => !known.Any(a => a.IsOpen && string.Equals(a.Key, f.Key, StringComparison.Ordinal)))
                .Select(f => new Alert { Key = f.Key, OpenedDay = report.Day, LastDay = report.Day, ModelVersion = report.ModelVersion, Finding = f }),
        ];
    }
}
