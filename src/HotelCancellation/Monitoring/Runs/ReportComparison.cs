using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Reports;

namespace HotelCancellation.Monitoring.Runs;

/// <summary>Two reports side by side: any two that are kept, of other days or of other versions.</summary>
public sealed record ReportComparison
{
    /// <summary>Keys of findings that only the later one has.</summary>
    public required IReadOnlyList<string> NewFindings { get; init; }

    /// <summary>Keys of findings that only the other one has.</summary>
    public required IReadOnlyList<string> GoneFindings { get; init; }

    /// <summary>Hotels that either tells of, those of the first report first.</summary>
    public required IReadOnlyList<ScopeComparison> Scopes { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="now">The report.</param>
    /// <param name="then">The one that it is compared with.</param>
    public static ReportComparison Of(MonitoringReport now, MonitoringReport then)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(then);
        return new ReportComparison
        {
            NewFindings = [.. now.Findings.Select(f => f.Key).Except(then.Findings.Select(f => f.Key), StringComparer.Ordinal)],
            GoneFindings = [.. then.Findings.Select(f => f.Key).Except(now.Findings.Select(f => f.Key), StringComparer.Ordinal)],
            Scopes = [.. now.Scopes.Concat(then.Scopes).Select(s => s.Property).Distinct().Select(p => ScopeComparison.Of(p, (now.Day, Find(now, p)), (then.Day, Find(then, p))))],
        };
    }

    private static ScopeReport? Find(MonitoringReport report, string? property) => report.Scopes.FirstOrDefault(s => s.Property == property);
}

/// <summary>A hotel, or all together, in two reports.</summary>
/// <param name="Property">The hotel; null for all together.</param>
/// <param name="Now">The report's numbers; null where it does not tell of it.</param>
/// <param name="Then">Those of the other one.</param>
/// <param name="Columns">The columns of bookings over each report's longest window, those whose PSI has grown most first.</param>
public sealed record ScopeComparison(string? Property, HistoryPoint? Now, HistoryPoint? Then, IReadOnlyList<ColumnChange> Columns)
{
    internal static ScopeComparison Of(string? property, (DateOnly Day, ScopeReport? Scope) now, (DateOnly Day, ScopeReport? Scope) then)
    {
        var (after, before) = (Verdicts(now.Scope), Verdicts(then.Scope));
        return new ScopeComparison(
            property,
            now.Scope is { } n ? HistoryPoint.Of(now.Day, n) : null,
            then.Scope is { } t ? HistoryPoint.Of(then.Day, t) : null,
            [
                .. after.Keys.Union(before.Keys, StringComparer.Ordinal).Select(name => new ColumnChange(name, Psi(after, name), Psi(before, name), State(after, name), State(before, name)))
                    .OrderByDescending(c => double.IsFinite(c.Psi - c.PsiThen) ? c.Psi - c.PsiThen : double.NegativeInfinity).ThenBy(c => c.Name, StringComparer.Ordinal),
            ]);
    }

    private static Dictionary<string, ColumnVerdict> Verdicts(ScopeReport? scope) =>
        scope is { Inputs.Count: > 0 } ? scope.Inputs[^1].Verdict.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal) : [];

    private static double Psi(Dictionary<string, ColumnVerdict> columns, string name) => columns.GetValueOrDefault(name)?.FromReference?.JudgedPsi ?? double.NaN;

    private static DriftState? State(Dictionary<string, ColumnVerdict> columns, string name) => columns.GetValueOrDefault(name)?.State;
}

/// <summary>A column in two reports, each against the training of its own version.</summary>
/// <param name="Name">The column.</param>
/// <param name="Psi">Its judged PSI; NaN where it was not judged.</param>
/// <param name="PsiThen">The same in the other report.</param>
/// <param name="State">What was said of it; null where that report has no such column.</param>
/// <param name="StateThen">The same in the other report.</param>
public sealed record ColumnChange(string Name, double Psi, double PsiThen, DriftState? State, DriftState? StateThen);
