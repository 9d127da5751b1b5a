using HotelCancellation.Api.Limits;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using Microsoft.AspNetCore.Builder;

namespace HotelCancellation.Api;

/// <summary>The one pipeline of all hosts.</summary>
public static class ApiPipeline
{
    /// <summary>
    /// Adds the limit of what is done at once, error handling, routing, authentication, rate limits, authorization and the endpoints, in this order. A caller's limits come
    /// before authorization, so that refused calls count too.
    /// </summary>
    /// <param name="app">An ASP.NET Core application, or an <see cref="ApplicationBuilder"/> of any other host.</param>
    public static IApplicationBuilder UseHotelCancellationApi(this IApplicationBuilder app)
    {
        app.UseMiddleware<OverloadMiddleware>();
        app.UseMiddleware<FaultMiddleware>();
        app.UseRouting();
        app.UseMiddleware<KnownCallerMiddleware>();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseEndpoints(endpoints => endpoints.MapHotelCancellationApi());
        return app;
    }
}
