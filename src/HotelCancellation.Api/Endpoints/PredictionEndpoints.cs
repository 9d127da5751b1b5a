using HotelCancellation.Api.Http;
using HotelCancellation.Api.OpenApi;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform.Access;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Endpoints;

/// <summary>One booking in, one prediction out.</summary>
internal static class PredictionEndpoints
{
    private const int NoModelRetrySeconds = 5;
    private static readonly BodyParser<BookingRow> ReadBooking = utf8 => BookingJson.Read(utf8, 1);

    public static void MapPredictions(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/predictions", PredictAsync)
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

    private static async Task<Results<Answer<PredictionAnswer>, ApiProblem>> PredictAsync(
        HttpContext context, string? explain, string? asOf, ActiveModels models, Predictor predictor, BookingGate gate, IOptions<ApiOptions> options)
    {
        PredictionQuery query = default;
        if ((BodyDeclaration.Fault(context.Request) ?? PredictionQuery.TryRead(explain, asOf, out query)) is { } wrong)
        {
            return wrong;
        }

        var row = await BodyReader.ReadAsync(context.Request, options.Value.MaxPredictionBytes, ReadBooking);
        if (row.Event is not { Booking: var booking })
        {
            return FieldErrors.Problem(row.Faults);
        }

        if (Caller.Of(context) is { } caller && !caller.Allows(booking.PropertyId.Value))
        {
            return ApiProblem.PropertyNotCovered(booking.PropertyId.Value);
        }

        var verdict = gate.Judge(booking);
        if (verdict.Faults.Count > 0)
        {
            return FieldErrors.Problem(verdict.Faults);
        }

        if (AsOfRule.Check(booking, query.AsOf) is { } fault)
        {
            return FieldErrors.Problem([fault]);
        }

        var warnings = RequestNotes.Add(verdict.Warnings, row, query.AsOf ?? AsOfRule.Default(booking, predictor.Today));
        return models.Champion is { } bundle
            ? new Answer<PredictionAnswer>(
                PredictionAnswer.Of(await predictor.PredictLoggedAsync(bundle, booking, query.AsOf, query.Explain, warnings, context.RequestAborted)), PredictionJson.Default.PredictionAnswer)
            : NoModel(models.Status);
    }
}
