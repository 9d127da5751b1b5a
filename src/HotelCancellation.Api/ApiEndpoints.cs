using HotelCancellation.Api.Endpoints;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api;

/// <summary>All endpoints.</summary>
public static class ApiEndpoints
{
    /// <summary>Maps all endpoints. Each has a policy or says that it is open.</summary>
    public static IEndpointRouteBuilder MapHotelCancellationApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPredictions();
        endpoints.MapBatch();
        endpoints.MapLoggedPredictions();
        endpoints.MapBookings();
        endpoints.MapQuarantine();
        endpoints.MapModels();
        endpoints.MapMonitoring();
        endpoints.MapRetrainingRuns();
        endpoints.MapRollouts();
        endpoints.MapHealth();
        endpoints.MapDocuments();
        endpoints.MapConsole();
        return endpoints;
    }
}
