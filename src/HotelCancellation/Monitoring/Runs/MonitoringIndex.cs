using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Triggers;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>Which reports there are, the newest first.</summary>
public sealed record MonitoringIndex
{
    /// <summary>The reports.</summary>
    public IReadOnlyList<ReportEntry> Reports { get; init; } = [];

    /// <summary>The newest report, or the newest of a version.</summary>
    public ReportEntry? Latest(string? version = null) => Reports.FirstOrDefault(r => version is null || string.Equals(r.ModelVersion, version, StringComparison.Ordinal));

    /// <summary>The report of a day, of a version, or of both; of several the newest, or the one of a version that is preferred.</summary>
    /// <param name="day">The day; null for any.</param>
    /// <param name="version">The version; null for any.</param>
    /// <param name="preferred">The version that is taken where there is a choice.</param>
    public ReportEntry? Find(DateOnly? day, string? version, string? preferred = null) => Reports
        .Where(r => (day is null || r.Day == day) && (version is null || string.Equals(r.ModelVersion, version, StringComparison.Ordinal)))
        .OrderByDescending(r => string.Equals(r.ModelVersion, preferred, StringComparison.Ordinal)).FirstOrDefault();

    /// <summary>The report before one.</summary>
    public ReportEntry? Before(DateOnly day, string version) => Reports.FirstOrDefault(r => r.Day < day && string.Equals(r.ModelVersion, version, StringComparison.Ordinal));

    /// <summary>The index with a report, in the place of one of the same day and version, and without those of days before one.</summary>
    internal MonitoringIndex With(ReportEntry entry, DateOnly from) => new()
    {
        Reports = [.. Reports.Where(r => r.Day >= from && (r.Day, r.ModelVersion) != (entry.Day, entry.ModelVersion)).Append(entry).OrderByDescending(r => r.Day).ThenByDescending(r => r.At)],
    };
}

/// <summary>A report, as the index has it.</summary>
/// <param name="Day">The day judged.</param>
/// <param name="ModelVersion">The version judged.</param>
/// <param name="At">When it was made.</param>
/// <param name="Findings">The keys of what was found.</param>
/// <param name="Outcome">What was decided about a training.</param>
public sealed record ReportEntry(DateOnly Day, string ModelVersion, DateTimeOffset At, IReadOnlyList<string> Findings, TriggerOutcome? Outcome);

/// <summary>What a version's curves are made of.</summary>
public sealed record MonitoringHistory
{
    /// <summary>The points, by day and then by hotel.</summary>
    public IReadOnlyList<HistoryPoint> Points { get; init; } = [];

    /// <summary>How predictions were answered, by day.</summary>
    public IReadOnlyList<ServicePoint> Service { get; init; } = [];

    /// <summary>The history with a report's points in the place of those of its day, and without those of days before one.</summary>
    internal MonitoringHistory With(MonitoringReport report, DateOnly from) => new()
    {
        Points = [.. Points.Where(p => p.Day != report.Day && p.Day >= from).Concat(report.Scopes.Select(s => HistoryPoint.Of(report.Day, s))).OrderBy(p => p.Day)],
        Service =
        [
            .. Service.Where(p => p.Day != report.Day && p.Day >= from)
                .Concat(report.Service is { } s ? [new ServicePoint(report.Day, s.Predictions, s.Failed, s.ErrorRate, s.P50Milliseconds, s.P99Milliseconds)] : Array.Empty<ServicePoint>()).OrderBy(p => p.Day),
        ],
    };
}

/// <summary>How a day's predictions were answered, in a few numbers.</summary>
/// <param name="Day">The day.</param>
/// <param name="Predictions">Predictions made.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="ErrorRate">The failed ones, as a share of both.</param>
/// <param name="P50Milliseconds">The median of the latencies; NaN without any.</param>
/// <param name="P99Milliseconds">Their 99th percentile.</param>
public sealed record ServicePoint(DateOnly Day, long Predictions, long Failed, double ErrorRate, double P50Milliseconds, double P99Milliseconds);

/// <summary>A day of a hotel, or of all, in a few numbers; a number that does not exist is NaN, and null in JSON.</summary>
public sealed record HistoryPoint
{
    /// <summary>The day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The hotel; null for all.</summary>
    public string? Property { get; init; }

    /// <summary>Bookings of the longest window.</summary>
    public required long Bookings { get; init; }

    /// <summary>The largest judged PSI of a column in the longest window.</summary>
    public required double Psi { get; init; }

    /// <summary>The column that has it.</summary>
    public string? PsiColumn { get; init; }

    /// <summary>The most severe window's severity.</summary>
    public required double Severity { get; init; }

    /// <summary>Cancellations over those expected.</summary>
    public required double ConceptRatio { get; init; }

    /// <summary>AUC of the newest matured cohort.</summary>
    public required double Auc { get; init; }

    /// <summary>What CBPE expected.</summary>
    public required double EstimatedAuc { get; init; }

    /// <summary>The Brier score.</summary>
    public required double Brier { get; init; }

    /// <summary>What CBPE expected.</summary>
    public required double EstimatedBrier { get; init; }

    /// <summary>F1.</summary>
    public required double F1 { get; init; }

    /// <summary>The point of a part of a report.</summary>
    public static HistoryPoint Of(DateOnly day, ScopeReport scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var window = scope.Inputs.Count > 0 ? scope.Inputs[^1] : null;
        var most = window?.Verdict.Columns.Where(c => c.FromReference is not null).MaxBy(c => c.FromReference!.JudgedPsi);
        var cohort = scope.Performance;
        return new HistoryPoint
        {
            Day = day,
            Property = scope.Property,
            Bookings = window?.Bookings ?? 0,
            Psi = most?.FromReference!.JudgedPsi ?? double.NaN,
            PsiColumn = most?.Name,
            Severity = scope.Inputs.Count > 0 ? scope.Inputs.Max(w => w.Verdict.Severity) : double.NaN,
            ConceptRatio = scope.Concept?.RatioOfAll ?? double.NaN,
            Auc = cohort?.Realised.Auc ?? double.NaN,
            EstimatedAuc = cohort?.Estimated.Auc ?? double.NaN,
            Brier = cohort?.Realised.Brier ?? double.NaN,
            EstimatedBrier = cohort?.Estimated.Brier ?? double.NaN,
            F1 = cohort?.Realised.F1 ?? double.NaN,
        };
    }
}
