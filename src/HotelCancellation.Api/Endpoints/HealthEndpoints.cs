using HotelCancellation.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api.Endpoints;

/// <summary>The answer of the liveness probe.</summary>
/// <param name="Status">Always <c>live</c>: a process that can say so is.</param>
/// <param name="CodeVersion">The version of the program.</param>
internal sealed record LiveAnswer(string Status, string CodeVersion);

/// <summary>Probes for orchestrators and the details an operator needs.</summary>
internal static class HealthEndpoints
{
    private static readonly string CodeVersion = typeof(HealthEndpoints).Assembly.GetName().Version!.ToString(3);

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/health").WithTags("Health").AllowAnonymous().DisableRateLimiting();
        group.MapGet("/live", Live).WithName("live").WithSummary("Whether the process runs.");
    }

    private static Answer<LiveAnswer> Live() => new(new LiveAnswer("live", CodeVersion), ApiJson.Default.LiveAnswer);
}
