using System.Threading.RateLimiting;
using HotelCancellation.Api.Problems;
using HotelCancellation.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Limits;

/// <summary>
/// Turns requests away before they are too many: whoever is let in is answered in a bounded time, whatever comes besides. Two things can be too many: requests that are being answered, where they wait
/// for storage, and requests that wait to be taken up, where they do not. It stands before everything else, so that a refusal costs little
/// and is not taken for a fault of the model. Probes, metrics and the console's files are always answered; batches, which last long, have places of their own. Why: <c>docs/decisions/0029</c>.
/// </summary>
internal sealed class OverloadMiddleware(RequestDelegate next, ArrivalWait wait, HotelCancellationMeter meter, IOptions<OverloadOptions> options, TimeProvider clock) : IDisposable
{
    private static readonly PathString Api = new("/api");
    private static readonly PathString Batch = new("/api/v1/predictions/batch");
    private static readonly PathString Bookings = new("/api/v1/bookings");
    private readonly ConcurrencyLimiter _requests = Limiter(options.Value.MaxConcurrentRequests);
    private readonly StaggeredRefusals _refusals = new(TimeSpan.FromMilliseconds(options.Value.HoldMilliseconds), options.Value.RetryAfterSeconds);
    private readonly SharedDelays _holds = new(2 * TimeSpan.FromMilliseconds(options.Value.HoldMilliseconds), clock);
    private readonly ConcurrencyLimiter _batches = Limiter(options.Value.MaxConcurrentBatches);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        if (wait.IsTooMany(context))
        {
            return RefuseLateAsync(context);
        }

        var isBatch = HttpMethods.IsPost(request.Method) && (request.Path == Batch || request.Path == Bookings);
        var lease = (isBatch ? _batches : _requests).AttemptAcquire();
        return lease.IsAcquired ? AnswerAsync(context, lease) : RefuseAsync(context, lease, isBatch);
    }

    public void Dispose()
    {
        _requests.Dispose();
        _batches.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, RateLimitLease lease)
    {
        using (lease)
        {
            await next(context);
        }
    }

    private Task RefuseAsync(HttpContext context, RateLimitLease lease, bool isBatch)
    {
        lease.Dispose();
        return RefuseAsync(context, isBatch ? "batch" : "request", $"This instance answers as many {(isBatch ? "batches" : "requests")} as it can at once", options.Value.RetryAfterSeconds);
    }

    // In a crowd a refusal costs nearly what a prediction does: most of either is the server's. It is held back, so that whoever asks again at once has few of them made.
    private async Task RefuseLateAsync(HttpContext context)
    {
        var (hold, seconds) = _refusals.Next();
        await _holds.For(hold);
        await RefuseAsync(context, "queue", "More requests wait for this instance than it can answer in time", seconds);
    }

    private Task RefuseAsync(HttpContext context, string kind, string why, int seconds)
    {
        meter.Shed(kind);
        return ApiProblem.Unavailable($"{why}; try again in {seconds} s.", seconds).ExecuteAsync(context);
    }

    private static ConcurrencyLimiter Limiter(int permits) => new(new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = 0 });
}
