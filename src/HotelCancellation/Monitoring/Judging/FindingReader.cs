using System.Globalization;
using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Reports;

namespace HotelCancellation.Monitoring.Judging;

/// <summary>Makes findings of verdicts.</summary>
internal sealed class FindingReader(MonitoringOptions options)
{
    public IEnumerable<Finding> Read(IEnumerable<ScopeReport> scopes) => scopes.SelectMany(Of);

    private IEnumerable<Finding> Of(ScopeReport scope)
    {
        var broken = scope.Inputs.Where(w => w.Verdict.IsFeedBroken).ToArray();
        if (broken.Length > 0)
        {
            yield return Make(scope, FindingKind.Data, FindingSeverity.Error, Reasons(broken, c => c.Troubles.Contains(DataTrouble.Missing)));
        }

        // The short window for health is too short to tell a busy weekend from drift.
        var judged = scope.Inputs.Where(w => w.To.DayNumber - w.From.DayNumber + 1 >= options.ShortWindowDays).ToArray();
        var unseen = judged.Where(w => w.Verdict.Columns.Any(c => c.Troubles.Contains(DataTrouble.NewCategories))).ToArray();
        if (unseen.Length > 0)
        {
            yield return Make(scope, FindingKind.NewCategories, FindingSeverity.Warning, Reasons(unseen, c => c.Troubles.Contains(DataTrouble.NewCategories)));
        }

        var drifted = judged.Where(w => w.Verdict.IsDrift).ToArray();
        if (drifted.Length > 0)
        {
            yield return Make(scope, FindingKind.Drift, FindingSeverity.Error, Reasons(drifted, c => c.State is DriftState.Drifted or DriftState.Moved && c.ImportanceShare >= options.MinImportance));
        }

        if (scope.Concept is { IsDrift: true } concept)
        {
            yield return Make(scope, FindingKind.Concept, FindingSeverity.Error, [concept.Reason]);
        }

        if (scope.Predictions is { IsShifted: true } p)
        {
            yield return Make(scope, FindingKind.Predictions, FindingSeverity.Info, [Text($"Predicted probabilities have moved: their mean is {p.Mean:F3} and was {p.ReferenceMean:F3}, PSI {p.Psi:F2}.")]);
        }

        if (scope.Performance is { IsWorse: true } c)
        {
            yield return Make(scope, FindingKind.Performance, FindingSeverity.Error,
                [Text($"F1 of arrivals {c.From:yyyy-MM-dd} to {c.To:yyyy-MM-dd} is {c.F1.Value:F3} ({c.F1.Low:F3} to {c.F1.High:F3}), below {c.F1Limit:F3}; before it was kept the model had {c.Baseline?.F1.Value:F3}.")]);
        }
    }

    private static Finding Make(ScopeReport scope, FindingKind kind, FindingSeverity severity, IReadOnlyList<string> reasons) =>
        new() { Key = Finding.KeyOf(kind, scope.Property), Kind = kind, Severity = severity, Property = scope.Property, Reasons = reasons };

    // The window that says most speaks; another would say the same with other numbers.
    private static string[] Reasons(WindowVerdict[] windows, Func<ColumnVerdict, bool> isMeant) =>
        [.. windows.MaxBy(w => w.Verdict.Columns.Count(isMeant))!.Verdict.Columns.Where(isMeant).SelectMany(c => c.Reasons)];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
