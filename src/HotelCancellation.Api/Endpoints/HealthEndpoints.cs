using HotelCancellation.Api.Http;
using HotelCancellation.Api.Security;
using HotelCancellation.Api.Security.Tokens;
using HotelCancellation.Platform;
using HotelCancellation.Platform.Access;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Probes for orchestrators, with the details an operator needs.</summary>
internal static class HealthEndpoints
{
    private static readonly LiveAnswer Alive = new("live", typeof(HealthEndpoints).Assembly.GetName().Version!.ToString(3));

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/health").WithTags("Health").AllowAnonymous().DisableRateLimiting();
        group.MapGet("/live", Live).WithName("live").WithSummary("Whether the process runs.");
        group.MapGet("/ready", Ready).WithName("ready").WithSummary("Whether the process can answer, with which model, and what is amiss.")
            .Produces(StatusCodes.Status503ServiceUnavailable, typeof(ReadyAnswer), "application/json");
    }

    private static Answer<LiveAnswer> Live() => new(Alive, ApiJson.Default.LiveAnswer);

    private static Answer<ReadyAnswer> Ready(HttpContext context, ActiveModels models, StorageClients storage, ApiKeyRing keys, IssuerKeys issuer, TokenCallers tokens, TimeProvider clock)
    {
        // What storage's client said may name hosts and accounts: that is for operators only.
        var isOperator = Caller.Of(context) is { } caller && caller.Roles.Include(ApiRoles.Operate);
        var answer = ReadyAnswer.Of(models, clock.GetUtcNow(), keys.LoadedAt, tokens.AreAccepted, issuer.LoadedAt, isOperator ? storage.BlobEndpoint : null, isOperator);
        context.Response.Headers.CacheControl = "no-store";
        return new(answer, ApiJson.Default.ReadyAnswer)
        {
            Status = answer.Model is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
        };
    }
}
