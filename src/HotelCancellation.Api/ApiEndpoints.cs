using HotelCancellation.Api.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api;

/// <summary>All endpoints.</summary>
public static class ApiEndpoints
{
    /// <summary>Maps all endpoints, or those that tell of the process where it does not serve. Each has a policy or says that it is open.</summary>
    public static IEndpointRouteBuilder MapHotelCancellationApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealth();
        endpoints.MapDocuments();
        if (!endpoints.ServiceProvider.GetRequiredService<IOptions<HostRoleOptions>>().Value.Serves)
        {
            return endpoints;
        }

        endpoints.MapPredictions();
        endpoints.MapBatch();
        endpoints.MapLoggedPredictions();
        endpoints.MapBookings();
        endpoints.MapQuarantine();
        endpoints.MapModels();
        endpoints.MapMonitoring();
        endpoints.MapRetrainingRuns();
        endpoints.MapRollouts();
        endpoints.MapConsole();
        return endpoints;
    }
}
