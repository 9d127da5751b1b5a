using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Where an alias shall point.</summary>
internal sealed record AliasRequest
{
    /// <summary>A registered version.</summary>
    public string? Version { get; init; }

    /// <summary>Why, for the history; 1 to 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>A rollback to the champion before the present one.</summary>
internal sealed record RollbackRequest
{
    /// <summary>Why, for the history; 1 to 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>Moves of the aliases.</summary>
internal static class AliasEndpoints
{
    public static void MapAliases(this RouteGroupBuilder models)
    {
        models.MapPut("/aliases/{alias}", MoveAsync).Accepts<AliasRequest>("application/json")
            .WithName("moveAlias").WithSummary("Points an alias (champion, challenger) to a version.")
            .WithDescription("If-Match with the ETag of an earlier answer moves it only if nobody else has; If-None-Match: * only if it points nowhere yet.");
        models.MapPost("/rollback", RollBackAsync).Accepts<RollbackRequest>("application/json")
            .WithName("rollback").WithSummary("Moves the champion back to the version before it.");
    }

    private static async Task<Results<Answer<AliasMoveAnswer>, ApiProblem>> MoveAsync(
        HttpContext context, string alias, ModelRegistry registry, ChampionWatcher watcher, ActiveModels active, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonRequest.ReadAsync(context.Request, ApiJson.Default.AliasRequest);
        if (problem is not null)
        {
            return problem;
        }

        if (string.IsNullOrWhiteSpace(request!.Version))
        {
            return ApiProblem.Invalid("version", "is required and must be a registered version");
        }

        if (JsonRequest.TextFault("reason", request.Reason) is { } fault)
        {
            return fault;
        }

        if (!AliasTag.TryExpected(context.Request, out var expected))
        {
            return ApiProblem.BadRequest("If-Match must be one entity tag from an earlier answer, in quotes, or *.");
        }

        var move = await registry.MoveAliasAsync(
            alias, new ModelVersion(request.Version), expected, Caller.Of(context)!.DisplayName, request.Reason!, cancellationToken);
        return await AnswerAsync(move, expected is not null, watcher, active, cancellationToken);
    }

    private static async Task<Results<Answer<AliasMoveAnswer>, ApiProblem>> RollBackAsync(
        HttpContext context, ModelRegistry registry, ChampionWatcher watcher, ActiveModels active, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonRequest.ReadAsync(context.Request, ApiJson.Default.RollbackRequest);
        if ((problem ?? JsonRequest.TextFault("reason", request!.Reason)) is { } fault)
        {
            return fault;
        }

        var move = await registry.RollbackAsync(Caller.Of(context)!.DisplayName, request!.Reason!, cancellationToken);
        return await AnswerAsync(move, conditional: false, watcher, active, cancellationToken);
    }

    private static async Task<Results<Answer<AliasMoveAnswer>, ApiProblem>> AnswerAsync(
        AliasMove move, bool conditional, ChampionWatcher watcher, ActiveModels active, CancellationToken cancellationToken)
    {
        switch (move.Result)
        {
            case AliasMoveResult.Conflict:
                return conditional ? ApiProblem.PreconditionFailed(move.Message) : ApiProblem.Conflict(move.Message);
            case AliasMoveResult.NoPrevious:
                return ApiProblem.Conflict(move.Message);
            case AliasMoveResult.UnknownVersion:
                return ApiProblem.Invalid("version", move.Message);
            case AliasMoveResult.UnknownAlias:
                return ApiProblem.NotFound(move.Message);
        }

        // This process follows at once, so that the answer can say whether the version was let in.
        await watcher.RefreshAsync(cancellationToken);
        var state = AliasAnswer.Of(move.State!);
        var answer = new AliasMoveAnswer
        {
            State = state,
            Moved = move.Result == AliasMoveResult.Moved,
            Message = move.Message,
            Serving = active.Champion?.Version,
            Refusal = active.Status.LastRefusal is { } refusal && refusal.Version == state.Version ? refusal.Reason : null,
        };
        return new Answer<AliasMoveAnswer>(answer, ApiJson.Default.AliasMoveAnswer) { ETag = AliasTag.Encode(move.State!.Tag) };
    }
}
