using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Monitoring.Triggers;
using HotelCancellation.Platform.Access;
using HotelCancellation.Retraining.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Asks for a retraining run.</summary>
internal sealed record RetrainingRequest
{
    /// <summary>Why; 1 to 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether somebody must agree before the challenger is let in; as the settings say where it is not given.</summary>
    public bool? RequireApproval { get; init; }
}

/// <summary>Retraining runs: list, start, follow, end.</summary>
internal static class RetrainingEndpoints
{
    private const string Route = "/api/v1/retraining-runs";

    public static void MapRetrainingRuns(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Route).RequireRole(ApiRoles.Operate).WithTags("Retraining");
        group.MapGet("/", ListAsync).WithName("listRetrainingRuns").WithSummary("Retraining runs, the newest first.");
        group.MapPost("/", BeginAsync).Accepts<RetrainingRequest>("application/json").Produces<RunAnswer>(StatusCodes.Status202Accepted)
            .WithName("startRetrainingRun").WithSummary("Starts a retraining run, or joins the one that is under way.")
            .WithDescription("Refused with 409 while there is trouble with the data or the week's budget is spent; cool-down and new outcomes are not asked about where a person asks.");
        group.MapGet("/{id}", GetAsync).WithName("getRetrainingRun").WithSummary("A retraining run with its steps.");
        group.MapDelete("/{id}", CancelAsync).Produces<RunAnswer>(StatusCodes.Status202Accepted)
            .WithName("cancelRetrainingRun").WithSummary("Ends a retraining run at its next line; what it has registered stays, nothing is promoted.");
    }

    private static async Task<Answer<RunsAnswer>> ListAsync(RetrainingRuns runs, CancellationToken cancellationToken) =>
        new(new RunsAnswer { Runs = [.. (await runs.ListAsync(cancellationToken)).Select(r => RunAnswer.Of(r))] }, ApiJson.Default.RunsAnswer);

    private static async Task<Results<Answer<RunAnswer>, ApiProblem>> BeginAsync(HttpContext context, RetrainingRuns runs, TrainingRequests requests, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonRequest.ReadAsync(context.Request, ApiJson.Default.RetrainingRequest);
        if ((problem ?? JsonRequest.TextFault("reason", request!.Reason)) is { } fault)
        {
            return fault;
        }

        // Who joins a run asks for no training of their own.
        var by = Caller.Of(context)!.DisplayName;
        if (await runs.UnderWayAsync(cancellationToken) is { } underWay)
        {
            return underWay.Refusal is { } busy ? ApiProblem.Conflict(busy) : Accepted(context, underWay.Run!);
        }

        var decision = await requests.RequestTrainingAsync(by, request!.Reason!, null, cancellationToken);
        if (decision.Outcome != TriggerOutcome.Train)
        {
            return ApiProblem.Conflict(decision.Reason);
        }

        var begun = await runs.BeginAsync(by, request.Reason!, RetrainingRuns.IdOf(decision), request.RequireApproval, cancellationToken);
        return begun.Run is { } run ? Accepted(context, run) : ApiProblem.Conflict(begun.Refusal!);
    }

    private static async Task<Results<Answer<RunAnswer>, ApiProblem>> GetAsync(string id, RetrainingRuns runs, CancellationToken cancellationToken) =>
        await runs.FindAsync(id, cancellationToken) is { } run
            ? new Answer<RunAnswer>(RunAnswer.Of(run, await runs.StepsAsync(id, cancellationToken), await runs.RolloutOfAsync(id, cancellationToken)), ApiJson.Default.RunAnswer)
            : Unknown(id);

    private static async Task<Results<Answer<RunAnswer>, ApiProblem>> CancelAsync(HttpContext context, string id, RetrainingRuns runs, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(id, cancellationToken) is not { } run)
        {
            return Unknown(id);
        }

        return run.IsEnded ? ApiProblem.Conflict($"Run {id} is over: {run.Statement}")
            : Accepted(context, (await runs.CancelAsync(id, Caller.Of(context)!.DisplayName, "Asked for over HTTP.", cancellationToken))!);
    }

    private static Answer<RunAnswer> Accepted(HttpContext context, RunRecord run)
    {
        context.Response.Headers.Location = $"{Route}/{run.Id}";
        return new Answer<RunAnswer>(RunAnswer.Of(run), ApiJson.Default.RunAnswer) { Status = StatusCodes.Status202Accepted };
    }

    private static ApiProblem Unknown(string id) => ApiProblem.NotFound($"There is no retraining run '{PredictionQuery.Cut(id)}'.");
}
