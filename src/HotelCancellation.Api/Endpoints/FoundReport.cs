using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using HotelCancellation.Api.Problems;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;

namespace HotelCancellation.Api.Endpoints;

/// <summary>A report that a request asks for, as far as its key may see it.</summary>
internal sealed class FoundReport
{
    private readonly MonitoringView _view;

    private FoundReport(KeptReport kept, MonitoringView view) => (Kept, _view, Scopes) = (kept, view, [.. kept.Report.Scopes.Where(s => view.Sees(s.Property))]);

    public KeptReport Kept { get; }

    public AgainstReport? Against { get; private init; }

    public bool SeesAll => _view.SeesAll;

    public string? Page => _view.SeesAll ? MonitoringAnswers.Page(Kept.Entry.Day, Kept.Entry.ModelVersion) : null;

    public IReadOnlyList<ScopeReport> Scopes { get; }

    // Without a property the curve of all together, or of the one that there is.
    public IReadOnlyList<HistoryPoint> History =>
        [.. Kept.History.Points.Where(p => p.Day <= Kept.Entry.Day && _view.Sees(p.Property) && (_view.Property is not null || !_view.SeesAll || p.Property == Kept.Report.Scopes[0].Property))];

    public IReadOnlyList<ServicePoint> Service => [.. Kept.History.Service.Where(p => p.Day <= Kept.Entry.Day)];

    public PreviousReport? Previous => Kept.Before is not { } before ? null : new PreviousReport(
        before.Day,
        _view.SeesAll ? MonitoringAnswers.Page(before.Day, before.ModelVersion) : null,
        _view.Seen(Kept.Entry.Findings.Except(before.Findings, StringComparer.Ordinal)),
        _view.Seen(before.Findings.Except(Kept.Entry.Findings, StringComparer.Ordinal)));

    public IReadOnlyList<Finding> Findings(Func<FindingKind, bool> kinds) => [.. Kept.Report.Findings.Where(f => kinds(f.Kind) && _view.Sees(f.Property))];

    /// <summary>Finds what is asked for.</summary>
    /// <param name="view">What may be seen.</param>
    /// <param name="day">The day, as text; empty for the newest.</param>
    /// <param name="version">The version; empty for any.</param>
    /// <param name="against">The day, and after a comma the version, of the report to compare it with; empty for none.</param>
    /// <param name="reports">The reports.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<(FoundReport? Found, ApiProblem? Problem)> FindAsync(
        MonitoringView view, string? day, string? version, string? against, KeptReports reports, CancellationToken cancellationToken)
    {
        DateOnly on = default;
        if (!string.IsNullOrEmpty(day) && !TryRead("day", day, out on, out var problem))
        {
            return (null, problem);
        }

        if (view.Problem is { } forbidden)
        {
            return (null, forbidden);
        }

        var (hasDay, hasVersion) = (!string.IsNullOrEmpty(day), !string.IsNullOrEmpty(version));
        if (await reports.FindAsync(hasDay ? on : null, hasVersion ? version : null, cancellationToken) is not { } kept)
        {
            return (null, ApiProblem.NotFound(hasDay || hasVersion ? "There is no such report." : "There is no report yet: a day is judged when it is over and its predictions are compacted."));
        }

        var (other, wrong) = string.IsNullOrEmpty(against) ? (null, null) : await AgainstAsync(view, against, kept, reports, cancellationToken);
        if (wrong is not null)
        {
            return (null, wrong);
        }

        var found = new FoundReport(kept, view) { Against = other };
        return view.Property is not null && found.Scopes.Count == 0
            ? (null, ApiProblem.NotFound($"The report of {kept.Entry.Day:yyyy-MM-dd} does not tell of property '{PredictionQuery.Cut(view.Property)}': the model was not trained on it."))
            : (found, null);
    }

    /// <summary>Reads a day.</summary>
    public static bool TryRead(string name, string text, out DateOnly day, [NotNullWhen(false)] out ApiProblem? problem)
    {
        problem = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            ? null : ApiProblem.Invalid(name, $"must be a date of the calendar written yyyy-MM-dd; got '{PredictionQuery.Cut(text)}'");
        return problem is null;
    }

    private static async Task<(AgainstReport? Against, ApiProblem? Problem)> AgainstAsync(
        MonitoringView view, string against, KeptReport kept, KeptReports reports, CancellationToken cancellationToken)
    {
        var comma = against.IndexOf(',', StringComparison.Ordinal);
        if (!TryRead("against", comma < 0 ? against : against[..comma], out var day, out var problem))
        {
            return (null, problem);
        }

        if (await reports.FindOtherAsync(day, comma < 0 ? null : against[(comma + 1)..], kept, cancellationToken) is not var (entry, report))
        {
            return (null, ApiProblem.NotFound($"There is no report '{PredictionQuery.Cut(against)}' to compare with."));
        }

        var comparison = ReportComparison.Of(kept.Report, report);
        return (new AgainstReport(
            entry.Day, entry.ModelVersion, entry.At, view.SeesAll ? MonitoringAnswers.Page(entry.Day, entry.ModelVersion) : null,
            view.Seen(comparison.NewFindings), view.Seen(comparison.GoneFindings), [.. comparison.Scopes.Where(s => view.Sees(s.Property))]), null);
    }
}
