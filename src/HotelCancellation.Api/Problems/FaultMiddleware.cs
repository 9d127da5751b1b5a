using System.Globalization;
using HotelCancellation.Api.Http;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.Api.Problems;

/// <summary>Marks endpoints whose answers of 500 and above are counted beside the predictions that were made.</summary>
internal sealed class CountsFailures
{
    /// <summary>The mark.</summary>
    public static CountsFailures Mark { get; } = new();
}

/// <summary>
/// Gives every error a problem as its body: exceptions, and the bare statuses of routing (404, 405, 415). One middleware for
/// both keeps the chain of every request short.
/// </summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, PredictionLog predictions, ILogger<FaultMiddleware> logger)
{
    private const int StorageRetrySeconds = 5;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null })
            {
                await Bare(context).ExecuteAsync(context);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && (context.RequestAborted.IsCancellationRequested || context.Response.HasStarted))
        {
            // The client has left; nobody reads an answer.
        }
        catch (Exception e)
        {
            var problem = Describe(context, e);
            if (context.Response.HasStarted)
            {
                // Too late for a status: cutting the connection is the only way to say that the answer is not whole.
                CountFailure(context);
                context.Abort();
                return;
            }

            context.Response.Clear();
            await problem.ExecuteAsync(context);
        }

        if (context.Response.StatusCode >= 500)
        {
            CountFailure(context);
        }
    }

    private void CountFailure(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CountsFailures>() is not null)
        {
            predictions.CountFailure();
        }
    }

    private ApiProblem Describe(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BodyTooLargeException large:
                return ApiProblem.TooLarge(large.MostBytes);
            case BadHttpRequestException { StatusCode: 413 }:
                var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
                return most is { } bytes ? ApiProblem.TooLarge(bytes) : ApiProblem.Of(413, "Body too large", "The body is too large.");
            case BadHttpRequestException bad:
                return ApiProblem.Of(bad.StatusCode, "Bad request", bad.Message);
            case StorageUnavailableException:
                Log.StorageUnavailable(logger, context.Request.Path, ApiProblem.TraceIdOf(context), exception);
                return ApiProblem.Unavailable("Storage does not answer; try again later.", StorageRetrySeconds);
            default:
                Log.Unhandled(logger, context.Request.Method, context.Request.Path, ApiProblem.TraceIdOf(context), exception);
                return ApiProblem.Of(500, "Internal error", "The request could not be answered; the server's log has the cause under the trace id.");
        }
    }

    private static ApiProblem Bare(HttpContext context)
    {
        var request = context.Request;
        var response = context.Response;
        return response.StatusCode switch
        {
            404 => ApiProblem.NotFound($"There is nothing at {request.Path}."),
            405 => ApiProblem.Of(405, "Method not allowed", $"{request.Path} takes {response.Headers.Allow}, not {request.Method}."),
            415 => ApiProblem.Of(415, "Media type not supported", Supported(context)),
            var status => ApiProblem.Of(status, "Error", string.Create(CultureInfo.InvariantCulture, $"The server answered {status}.")),
        };
    }

    private static string Supported(HttpContext context)
    {
        var given = context.Request.ContentType is { Length: > 0 } type ? $"'{type}'" : "without a content type";
        var accepted = context.RequestServices.GetService(typeof(EndpointDataSource)) is EndpointDataSource source
            ? source.Endpoints.OfType<RouteEndpoint>()
                .Where(e => new TemplateMatcher(new RouteTemplate(e.RoutePattern), []).TryMatch(context.Request.Path, []))
                .SelectMany(e => e.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? []).Distinct(StringComparer.Ordinal).ToArray()
            : [];
        return $"A body {given} is not taken here; send {string.Join(", ", accepted)}.";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed (trace {TraceId}).")]
        public static partial void Unhandled(ILogger logger, string method, PathString path, string traceId, Exception exception);

        [LoggerMessage(LogLevel.Warning, "{Path} could not be answered, since storage does not answer (trace {TraceId}).")]
        public static partial void StorageUnavailable(ILogger logger, PathString path, string traceId, Exception exception);
    }
}
