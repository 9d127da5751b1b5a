using HotelCancellation.Api.Endpoints;
using HotelCancellation.Api.Limits;
using HotelCancellation.Api.OpenApi;
using HotelCancellation.Api.Security;
using HotelCancellation.Api.Telemetry;
using HotelCancellation.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HotelCancellation.Api;

/// <summary>Registers all that the HTTP surface needs, whatever host runs it.</summary>
public static class ApiRegistration
{
    /// <summary>Adds the system and its HTTP surface.</summary>
    public static IServiceCollection AddHotelCancellationApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHotelCancellation();
        services.AddSettings<ApiOptions>(ApiOptions.Section);
        services.AddSettings<HostRoleOptions>(HostRoleOptions.Section);
        services.AddSingleton<PredictionHandler>();
        services.AddRouting();
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddApiSecurity();
        services.AddRateLimits();
        services.AddApiTelemetry(configuration);
        services.AddApiDescription();

        // ASP.NET's own hosts have one already; the middleware asks for it where there is no such host.
        services.TryAddSingleton(_ => new System.Diagnostics.DiagnosticListener("Microsoft.AspNetCore"));
        return services;
    }
}
