using System.Globalization;
using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Monitoring.Pages;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api.Endpoints;

/// <summary>What monitoring has found. A key that is bound to properties sees theirs, and nothing that tells of all together.</summary>
internal static class MonitoringEndpoints
{
    private const int MostAtOnce = 1000;
    private const int DefaultAtOnce = 100;

    public static void MapMonitoring(this IEndpointRouteBuilder endpoints)
    {
        const string Which = "property is a hotel, or * for all together; without it every one is answered. day (yyyy-MM-dd) and version choose an older report.";
        var group = endpoints.MapGroup("/api/v1/monitoring").RequireRole(ApiRoles.Operate).WithTags("Monitoring");
        group.MapGet("/drift", DriftAsync).WithName("getDrift").WithSummary("Whether bookings and guests are as they were in training, by the newest report.").WithDescription(Which);
        group.MapGet("/performance", PerformanceAsync).WithName("getPerformance").WithSummary("How right predictions were about arrivals whose outcomes are all known, and how right they were expected to be.").WithDescription(Which);
        group.MapGet("/alerts", AlertsAsync).WithName("listAlerts").WithSummary("What was found and stands, what is over, and what was decided about trainings.")
            .WithDescription("property is a hotel, or * for all together. limit is how many of those that are over, and how many decisions: 1 to 1000, 100 unless given.");
        group.MapGet("/reports/{day}/{version}", PageAsync).Produces<string>(StatusCodes.Status200OK, "text/html").WithName("getMonitoringReport").WithSummary("A report as a page with pictures, which needs nothing else.");
    }

    private static async Task<Results<Answer<DriftAnswer>, ApiProblem>> DriftAsync(
        HttpContext context, string? property, string? day, string? version, KeptReports reports, CancellationToken cancellationToken)
    {
        var (found, problem) = await FindAsync(context, property, day, version, reports, cancellationToken);
        return found is not { } f ? problem! : new Answer<DriftAnswer>(
            new DriftAnswer
            {
                Day = f.Kept.Entry.Day,
                ModelVersion = f.Kept.Entry.ModelVersion,
                At = f.Kept.Entry.At,
                Page = f.Page,
                Findings = f.Findings(k => k != FindingKind.Performance),
                Previous = f.Previous,
                History = f.History,
                Properties = [.. f.Scopes.Select(s => new PropertyDrift(s.Property, s.Inputs, s.Predictions, s.Concept))],
                Decision = f.SeesAll ? f.Kept.Report.Decision : null,
            },
            MonitoringAnswers.Type<DriftAnswer>());
    }

    private static async Task<Results<Answer<PerformanceAnswer>, ApiProblem>> PerformanceAsync(
        HttpContext context, string? property, string? day, string? version, KeptReports reports, CancellationToken cancellationToken)
    {
        var (found, problem) = await FindAsync(context, property, day, version, reports, cancellationToken);
        return found is not { } f ? problem! : new Answer<PerformanceAnswer>(
            new PerformanceAnswer
            {
                Day = f.Kept.Entry.Day,
                ModelVersion = f.Kept.Entry.ModelVersion,
                At = f.Kept.Entry.At,
                Page = f.Page,
                Findings = f.Findings(k => k == FindingKind.Performance),
                Previous = f.Previous,
                History = f.History,
                Properties = [.. f.Scopes.Select(s => new PropertyPerformance(s.Property, s.Performance))],
            },
            MonitoringAnswers.Type<PerformanceAnswer>());
    }

    private static async Task<Results<Answer<AlertsAnswer>, ApiProblem>> AlertsAsync(
        HttpContext context, string? property, string? limit, KeptReports reports, CancellationToken cancellationToken)
    {
        var most = DefaultAtOnce;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostAtOnce))
        {
            return ApiProblem.Invalid("limit", $"must be a whole number of 1 to {MostAtOnce}");
        }

        var view = new View(property, Caller.Of(context)?.Key);
        if (view.Problem is { } problem)
        {
            return problem;
        }

        var alerts = await reports.AlertsAsync(most, cancellationToken);
        return new Answer<AlertsAnswer>(
            new AlertsAnswer
            {
                Alerts = [.. alerts.Where(a => view.Sees(a.Finding.Property)).Select(a => AlertItem.Of(a, view.SeesAll))],
                Decisions = view.SeesAll ? await reports.DecisionsAsync(most, cancellationToken) : [],
            },
            MonitoringAnswers.Type<AlertsAnswer>());
    }

    private static async Task<IResult> PageAsync(HttpContext context, string day, string version, KeptReports reports, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
        {
            return ApiProblem.Invalid("day", $"must be a date of the calendar written yyyy-MM-dd; got '{PredictionQuery.Cut(day)}'");
        }

        if (Caller.Of(context)?.Key.Properties is not null || await reports.PageAsync(on, version, cancellationToken) is not { } page)
        {
            return ApiProblem.NotFound($"There is no report of {day} and version '{PredictionQuery.Cut(version)}' that the key may see.");
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"{MonitoringPage.Policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return TypedResults.Bytes(page, "text/html; charset=utf-8");
    }

    private static async Task<(Found? Found, ApiProblem? Problem)> FindAsync(
        HttpContext context, string? property, string? day, string? version, KeptReports reports, CancellationToken cancellationToken)
    {
        DateOnly? on = null;
        if (!string.IsNullOrEmpty(day))
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return (null, ApiProblem.Invalid("day", $"must be a date of the calendar written yyyy-MM-dd; got '{PredictionQuery.Cut(day)}'"));
            }

            on = date;
        }

        var view = new View(property, Caller.Of(context)?.Key);
        if (view.Problem is { } problem)
        {
            return (null, problem);
        }

        if (await reports.FindAsync(on, string.IsNullOrEmpty(version) ? null : version, cancellationToken) is not { } kept)
        {
            return (null, ApiProblem.NotFound(on is null && string.IsNullOrEmpty(version) ? "There is no report yet: a day is judged when it is over and its predictions are compacted." : "There is no such report."));
        }

        var found = new Found(kept, view);
        return view.Property is not null && found.Scopes.Count == 0
            ? (null, ApiProblem.NotFound($"The report of {kept.Entry.Day:yyyy-MM-dd} does not tell of property '{PredictionQuery.Cut(view.Property)}': the model was not trained on it."))
            : (found, null);
    }

    /// <summary>What of reports a request asks for and its key may see.</summary>
    private sealed class View(string? property, ApiKey? key)
    {
        public string? Property { get; } = string.IsNullOrEmpty(property) ? null : property;

        public bool SeesAll => key?.Properties is null;

        public ApiProblem? Problem => Property is null || SeesAll || (Property != ModelReference.All && key!.Allows(Property)) ? null : ApiProblem.PropertyNotCovered(PredictionQuery.Cut(Property));

        public bool Sees(string? of) => (SeesAll || (of is not null && key!.Allows(of))) && (Property is null || string.Equals(Property, of ?? ModelReference.All, StringComparison.Ordinal));
    }

    private sealed class Found(KeptReport kept, View view)
    {
        public KeptReport Kept { get; } = kept;

        public bool SeesAll => view.SeesAll;

        public string? Page => view.SeesAll ? MonitoringAnswers.Page(Kept.Entry.Day, Kept.Entry.ModelVersion) : null;

        public IReadOnlyList<ScopeReport> Scopes { get; } = [.. kept.Report.Scopes.Where(s => view.Sees(s.Property))];

        // Without a property the curve of all together, or of the one that there is.
        public IReadOnlyList<HistoryPoint> History => [.. Kept.History.Points.Where(p => p.Day <= Kept.Entry.Day && view.Sees(p.Property) && (view.Property is not null || !view.SeesAll || p.Property == Kept.Report.Scopes[0].Property))];

        public PreviousReport? Previous => Kept.Before is not { } before ? null : new PreviousReport(
            before.Day,
            view.SeesAll ? MonitoringAnswers.Page(before.Day, before.ModelVersion) : null,
            [.. Seen(Kept.Entry.Findings.Except(before.Findings, StringComparer.Ordinal))],
            [.. Seen(before.Findings.Except(Kept.Entry.Findings, StringComparer.Ordinal))]);

        public IReadOnlyList<Finding> Findings(Func<FindingKind, bool> kinds) => [.. Kept.Report.Findings.Where(f => kinds(f.Kind) && view.Sees(f.Property))];

        private IEnumerable<string> Seen(IEnumerable<string> keys) => keys.Where(k => view.Sees(k[(k.IndexOf('/', StringComparison.Ordinal) + 1)..] is var of && of == ModelReference.All ? null : of));
    }
}
