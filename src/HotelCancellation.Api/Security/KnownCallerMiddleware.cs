using System.Threading.RateLimiting;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Security;

/// <summary>Marks an endpoint that needs one role and nothing else of its caller.</summary>
/// <param name="Role">The role.</param>
internal sealed record NeedsRole(ApiRoles Role);

/// <summary>
/// The short way in: a caller whose key is known and valid, has the role and has not used up its share goes straight to the endpoint. Whoever lacks any of it, or shows a token, takes the way
/// through the framework's authentication, limiter and authorization, which asks the same questions of the same objects and says what is wrong. The short way can only let in whom the long way would: see <c>docs/decisions/0026</c>.
/// </summary>
internal sealed class KnownCallerMiddleware(RequestDelegate next, KeyCallers keys, IOptions<RateLimiterOptions> limits)
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = limits.Value.GlobalLimiter!;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { RequestDelegate: { } answer } endpoint || endpoint.Metadata.GetMetadata<NeedsRole>() is not { } needs || endpoint.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null
            || keys.Known(context) is not { } caller || !caller.Roles.Include(needs.Role))
        {
            return next(context);
        }

        context.User = caller;
        var lease = _limiter.AttemptAcquire(context);
        return FollowAsync(lease.IsAcquired ? answer : next, context, lease);
    }

    private static async Task FollowAsync(RequestDelegate way, HttpContext context, RateLimitLease lease)
    {
        using (lease)
        {
            await way(context);
        }
    }
}
