using HotelCancellation.Api.Problems;
using Microsoft.AspNetCore.Builder;

namespace HotelCancellation.Api;

/// <summary>The one pipeline of all hosts.</summary>
public static class ApiPipeline
{
    /// <summary>
    /// Adds error handling, routing, authentication, rate limits, authorization and the endpoints, in this order. Limits come
    /// before authorization, so that refused calls count too.
    /// </summary>
    /// <param name="app">An ASP.NET Core application, or an <see cref="ApplicationBuilder"/> of any other host.</param>
    public static IApplicationBuilder UseHotelCancellationApi(this IApplicationBuilder app)
    {
        app.UseMiddleware<FaultMiddleware>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseEndpoints(endpoints => endpoints.MapHotelCancellationApi());
        return app;
    }
}
