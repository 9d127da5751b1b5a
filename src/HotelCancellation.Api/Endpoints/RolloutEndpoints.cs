using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Platform.Access;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Somebody's word about a rollout.</summary>
internal sealed record ApprovalRequest
{
    /// <summary>Whether to let the challenger in.</summary>
    public bool? Approve { get; init; }

    /// <summary>Why; 1 to 500 characters. Kept.</summary>
    public string? Note { get; init; }

    /// <summary>Whether to let it in although the gate has refused it.</summary>
    public bool Override { get; init; }
}

/// <summary>Rollouts: follow, end, approve or reject.</summary>
internal static class RolloutEndpoints
{
    public static void MapRollouts(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/v1/rollouts").RequireRole(ApiRoles.Operate).WithTags("Rollouts");
        group.MapGet("/", ListAsync).WithName("listRollouts").WithSummary("Rollouts, the newest first.");
        group.MapGet("/{id}", GetAsync).WithName("getRollout").WithSummary("A rollout with its steps.");
        group.MapDelete("/{id}", AbortAsync).Produces<RunAnswer>(StatusCodes.Status202Accepted)
            .WithName("abortRollout").WithSummary("Ends a rollout; a challenger that is in already is taken back.");
        group.MapPost("/{id}/approval", ApproveAsync).Accepts<ApprovalRequest>("application/json").Produces<RunAnswer>(StatusCodes.Status202Accepted)
            .WithName("approveRollout").WithSummary("Approves or rejects a rollout.").WithDescription("approve: true or false, with a note that is kept. override: true lets in what the gate has refused.");
    }

    private static async Task<Answer<RunsAnswer>> ListAsync(Rollouts rollouts, CancellationToken cancellationToken) =>
        new(new RunsAnswer { Runs = [.. (await rollouts.ListAsync(cancellationToken)).Select(r => RunAnswer.Of(r))] }, ApiJson.Default.RunsAnswer);

    private static async Task<Results<Answer<RunAnswer>, ApiProblem>> GetAsync(string id, Rollouts rollouts, RetrainingRuns runs, CancellationToken cancellationToken) =>
        await rollouts.FindAsync(id, cancellationToken) is { } run
            ? new Answer<RunAnswer>(RunAnswer.Of(run, await runs.StepsAsync(id, cancellationToken)), ApiJson.Default.RunAnswer)
            : Unknown(id);

    private static Task<Results<Answer<RunAnswer>, ApiProblem>> AbortAsync(HttpContext context, string id, Rollouts rollouts, CancellationToken cancellationToken) =>
        SayAsync(id, new RolloutWord(RolloutWordKind.Abort, Caller.Of(context)!.DisplayName, "Asked for over HTTP."), rollouts, cancellationToken);

    private static async Task<Results<Answer<RunAnswer>, ApiProblem>> ApproveAsync(HttpContext context, string id, Rollouts rollouts, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonRequest.ReadAsync(context.Request, ApiJson.Default.ApprovalRequest);
        if ((problem ?? Fault(request!)) is { } fault)
        {
            return fault;
        }

        var kind = request!.Override ? RolloutWordKind.Override : request.Approve == true ? RolloutWordKind.Approve : RolloutWordKind.Reject;
        return await SayAsync(id, new RolloutWord(kind, Caller.Of(context)!.DisplayName, request.Note!), rollouts, cancellationToken);
    }

    private static ApiProblem? Fault(ApprovalRequest request) =>
        request.Approve is null && !request.Override ? ApiProblem.Invalid("approve", "is required and must be true or false")
            : request is { Override: true, Approve: false } ? ApiProblem.Invalid("override", "lets a challenger in, so that it cannot stand beside approve: false")
            : JsonRequest.TextFault("note", request.Note);

    private static async Task<Results<Answer<RunAnswer>, ApiProblem>> SayAsync(string id, RolloutWord word, Rollouts rollouts, CancellationToken cancellationToken)
    {
        var said = await rollouts.SayAsync(id, word, cancellationToken);
        return said.Run is not { } run ? Unknown(id)
            : said.Refusal is { } refusal ? ApiProblem.Conflict(refusal)
            : new Answer<RunAnswer>(RunAnswer.Of(run), ApiJson.Default.RunAnswer) { Status = StatusCodes.Status202Accepted };
    }

    private static ApiProblem Unknown(string id) => ApiProblem.NotFound($"There is no rollout '{PredictionQuery.Cut(id)}'.");
}
