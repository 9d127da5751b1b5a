using HotelCancellation.Api.OpenApi;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Platform.Access;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Api.Endpoints;

/// <summary>One booking in, one prediction out.</summary>
internal static class PredictionEndpoints
{
    private const int NoModelRetrySeconds = 5;

    public static void MapPredictions(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/predictions", endpoints.ServiceProvider.GetRequiredService<PredictionHandler>().PredictAsync)
            .RequireRole(ApiRoles.Predict)
            .WithMetadata(CountsFailures.Mark)
            .AcceptsBooking()
            .WithTags("Predictions").WithName("predict").WithSummary("Says how likely one booking is to be cancelled.")
            .WithDescription("asOf is the day the booking is asked about: from bookedOn to arrivalDate, today unless given. explain=true adds why.");

    /// <summary>The answer while no model is loaded.</summary>
    internal static ApiProblem NoModel(ServingStatus status) => ApiProblem.Unavailable(
        status.LastRefusal is { } refusal ? $"No model is loaded yet: {refusal.Reason}"
        : status.StorageReachable == false ? "No model is loaded yet, since storage does not answer."
        : "No model is loaded yet; train one and make it the champion.", NoModelRetrySeconds);
}
