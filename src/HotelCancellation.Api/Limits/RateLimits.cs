using HotelCancellation.Platform;
using System.Globalization;
using System.Threading.RateLimiting;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Limits;

/// <summary>A token bucket for each caller, by key or by a token's subject, and for each address of callers without either. Probes are never limited.</summary>
internal static class RateLimits
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddSettings<RateLimitOptions>(RateLimitOptions.Section);
        services.AddSettings<OverloadOptions>(OverloadOptions.Section);
        services.AddSingleton<ArrivalWait>();
        services.AddSingleton<BatchTurns>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            limiter.GlobalLimiter = PerCaller(options.Value);
            limiter.OnRejected = RejectAsync;
        });
        return services;
    }

    private static PartitionedRateLimiter<HttpContext> PerCaller(RateLimitOptions options)
    {
        // Tokens come every tenth of a second, or one by one where there are fewer than that.
        var tokens = Math.Max(1, options.PermitsPerSecond / 10);
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / options.PermitsPerSecond),
            QueueLimit = 0,
            AutoReplenishment = false,
        };
        Func<string, RateLimiter> create = _ => new TokenBucketRateLimiter(bucket);
        return PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.Get(Partition(context), create), StringComparer.Ordinal);
    }

    private static string Partition(HttpContext context) =>
        Caller.Of(context) is { } caller ? caller.Partition : context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        var who = Caller.Of(context.HttpContext) is { } caller ? caller.Credential == "key" ? $"Key {caller.Id}" : $"Caller {caller.Id}" : "This address";
        await ApiProblem.TooManyRequests(
            string.Create(CultureInfo.InvariantCulture, $"{who} has made more requests than it may; try again in {wait} s."), wait).ExecuteAsync(context.HttpContext);
    }
}
