using System.Globalization;
using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Monitoring.Pages;
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
        const string Which = "property is a hotel, or * for all together; without it every one is answered. day (yyyy-MM-dd) and version choose an older report. against (yyyy-MM-dd, or yyyy-MM-dd,version) compares it with any other.";
        var group = endpoints.MapGroup("/api/v1/monitoring").RequireRole(ApiRoles.Operate).WithTags("Monitoring");
        group.MapGet("/drift", DriftAsync).WithName("getDrift").WithSummary("Whether bookings and guests are as they were in training, by the newest report.").WithDescription(Which);
        group.MapGet("/performance", PerformanceAsync).WithName("getPerformance").WithSummary("How right predictions were about arrivals whose outcomes are all known, and how right they were expected to be.").WithDescription(Which);
        group.MapGet("/alerts", AlertsAsync).WithName("listAlerts").WithSummary("What was found and stands, what is over, and what was decided about trainings.")
            .WithDescription("property is a hotel, or * for all together. limit is how many of those that are over, and how many decisions: 1 to 1000, 100 unless given.");
        group.MapGet("/reports/{day}/{version}", PageAsync).Produces<string>(StatusCodes.Status200OK, "text/html").WithName("getMonitoringReport").WithSummary("A report as a page with pictures, which needs nothing else.");
    }

    private static async Task<Results<Answer<DriftAnswer>, ApiProblem>> DriftAsync(
        HttpContext context, string? property, string? day, string? version, string? against, KeptReports reports, CancellationToken cancellationToken)
    {
        var (found, problem) = await FoundReport.FindAsync(new MonitoringView(property, Caller.Of(context)), day, version, against, reports, cancellationToken);
        return found is not { } f ? problem! : new Answer<DriftAnswer>(
            new DriftAnswer
            {
                Day = f.Kept.Entry.Day,
                ModelVersion = f.Kept.Entry.ModelVersion,
                At = f.Kept.Entry.At,
                Page = f.Page,
                Findings = f.Findings(k => !IsPerformance(k)),
                Previous = f.Previous,
                Against = f.Against,
                History = f.History,
                Properties = [.. f.Scopes.Select(s => new PropertyDrift(s.Property, s.Inputs, s.Predictions, s.Concept))],
                Decision = f.SeesAll ? f.Kept.Report.Decision : null,
            },
            MonitoringAnswers.Type<DriftAnswer>());
    }

    private static async Task<Results<Answer<PerformanceAnswer>, ApiProblem>> PerformanceAsync(
        HttpContext context, string? property, string? day, string? version, string? against, KeptReports reports, CancellationToken cancellationToken)
    {
        var (found, problem) = await FoundReport.FindAsync(new MonitoringView(property, Caller.Of(context)), day, version, against, reports, cancellationToken);
        return found is not { } f ? problem! : new Answer<PerformanceAnswer>(
            new PerformanceAnswer
            {
                Day = f.Kept.Entry.Day,
                ModelVersion = f.Kept.Entry.ModelVersion,
                At = f.Kept.Entry.At,
                Page = f.Page,
                Findings = f.Findings(IsPerformance),
                Previous = f.Previous,
                Against = f.Against,
                History = f.History,
                Properties = [.. f.Scopes.Select(s => new PropertyPerformance(s.Property, s.Performance))],
                Service = f.SeesAll ? f.Kept.Report.Service : null,
                ServiceHistory = f.SeesAll ? f.Service : null,
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

        var view = new MonitoringView(property, Caller.Of(context));
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

    private static bool IsPerformance(FindingKind kind) => kind is FindingKind.Performance or FindingKind.Latency or FindingKind.Errors;

    private static async Task<IResult> PageAsync(HttpContext context, string day, string version, KeptReports reports, CancellationToken cancellationToken)
    {
        if (!FoundReport.TryRead("day", day, out var on, out var wrong))
        {
            return wrong;
        }

        if (Caller.Of(context)?.Properties is not null || await reports.PageAsync(on, version, cancellationToken) is not { } page)
        {
            return ApiProblem.NotFound($"There is no report of {day} and version '{PredictionQuery.Cut(version)}' that the caller may see.");
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"{MonitoringPage.Policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return TypedResults.Bytes(page, "text/html; charset=utf-8");
    }
}
