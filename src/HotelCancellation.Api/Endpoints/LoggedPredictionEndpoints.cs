using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Model;
using HotelCancellation.Platform.Access;
using HotelCancellation.Predictions;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api.Endpoints;

/// <summary>What was said, looked up.</summary>
internal static class LoggedPredictionEndpoints
{
    public static void MapLoggedPredictions(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/predictions/{predictionId}", FindAsync)
            .RequireRole(ApiRoles.Predict)
            .WithTags("Predictions").WithName("findPrediction").WithSummary("Says what was said of a booking, and by which version.")
            .WithDescription("A prediction is here some seconds after it was made. explain=true adds why, computed again from the numbers that the model saw.");

    private static async Task<Results<Answer<LoggedPredictionAnswer>, ApiProblem>> FindAsync(
        HttpContext context, string predictionId, string? explain, LoggedPredictions predictions, PastModels models, CancellationToken cancellationToken)
    {
        if (PredictionQuery.TryRead(explain, null, out var query) is { } wrong)
        {
            return wrong;
        }

        // Whether there is one that the caller may not see is nobody's business.
        if (!PredictionId.TryParse(predictionId, out var id) || await predictions.FindAsync(id, cancellationToken) is not { } record
            || (Caller.Of(context) is { } caller && !caller.Allows(record.Booking.PropertyId.Value)))
        {
            return ApiProblem.NotFound($"There is no prediction '{PredictionQuery.Cut(predictionId)}' in the log that the caller may see.");
        }

        Explanation? explanation = null;
        if (query.Explain)
        {
            var load = await models.LoadAsync(record.ModelVersion, cancellationToken);
            if (load.Bundle is not { } bundle)
            {
                return ApiProblem.Conflict($"The reasons cannot be computed: {load.Refusal}");
            }

            explanation = bundle.Model.Explain(record.Booking, record.Features);
        }

        return new Answer<LoggedPredictionAnswer>(LoggedPredictionAnswer.Of(record, explanation), ApiJson.Default.LoggedPredictionAnswer);
    }
}
