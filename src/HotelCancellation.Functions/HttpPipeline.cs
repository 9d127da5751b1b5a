using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Functions;

/// <summary>
/// Takes a request that the Functions host has handed to a trigger through the application's own ASP.NET Core pipeline, the one
/// that the Web host runs: routing, authentication, rate limits, error answers and endpoints.
/// </summary>
/// <param name="application">The pipeline, built once.</param>
public sealed class HttpPipeline(RequestDelegate application)
{
    /// <summary>Answers one request.</summary>
    /// <param name="context">The request; its <see cref="HttpContext.RequestServices"/> are the invocation's.</param>
    /// <remarks>
    /// What escapes the pipeline is rethrown, so that the host records a failed invocation, but only after the answer shows it:
    /// the worker completes the response in the normal way whether its function has thrown or not, so that a client would take
    /// an empty 200, or half of a stream, for the whole answer.
    /// </remarks>
    public async Task RunAsync(HttpContext context)
    {
        // The worker's own routing has already chosen an endpoint (the trigger's), and routing leaves a request alone that has one.
        context.SetEndpoint(null);
        context.Request.RouteValues = new RouteValueDictionary();

        try
        {
            await application(context);
        }
        catch when (context.Response.HasStarted)
        {
            context.Abort();
            throw;
        }
        catch
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            throw;
        }
    }
}
