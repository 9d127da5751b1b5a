using HotelCancellation.Api.Http;
using HotelCancellation.Api.Limits;
using HotelCancellation.Api.OpenApi;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform.Access;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Many bookings in, one line for each out, in the order of the input and while it is still being read.</summary>
internal static class BatchEndpoints
{
    public static void MapBatch(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/predictions/batch", PredictAsync)
            .RequireRole(ApiRoles.Predict)
            .WithMetadata(CountsFailures.Mark)
            .AcceptsBookings()
            .Produces(StatusCodes.Status200OK, typeof(PredictionAnswer), "application/x-ndjson")
            .WithTags("Predictions").WithName("predictBatch").WithSummary("Says how likely each of many bookings is to be cancelled.")
            .WithDescription(
                "Takes a JSON array, NDJSON or CSV; answers NDJSON as a stream, one line a row in the order of the input. A bad row becomes a line with row and errors, "
                + "and the rest go on. Where the input breaks off, the last line has failure instead.");

    private static async Task<IResult> PredictAsync(
        HttpContext context, string? explain, string? asOf, ActiveModels models, BulkPredictor predictor, BookingGate gate, BatchTurns turns, IOptions<ApiOptions> options)
    {
        var limits = options.Value;
        PredictionQuery query = default;
        if ((BodyDeclaration.Fault(context.Request) ?? PredictionQuery.TryRead(explain, asOf, out query)) is { } wrong)
        {
            return wrong;
        }

        if (context.Request.ContentLength > limits.MaxBatchBytes)
        {
            return ApiProblem.TooLarge(limits.MaxBatchBytes);
        }

        if (models.Champion is not { } bundle)
        {
            return PredictionEndpoints.NoModel(models.Status);
        }

        // Our own limit counts; the server's is for one prediction's kind of body.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = null;
        }

        var aborted = context.RequestAborted;
        await using var body = new BodySpool(context.Request.Body, limits.MaxBatchBytes);
        var rows = BookingReader.ReadAsync(
            body,
            new BookingReadOptions { Format = Format(context.Request.ContentType), MaxRowLength = limits.MaxRowBytes, MaxRows = limits.MaxBatchRows },
            aborted);
        var caller = Caller.Of(context);
        var request = new BulkRequest { AsOf = query.AsOf, Explain = query.Explain, Log = true, Judge = booking => gate.Judge(booking, caller) };
        return await turns.RunAsync(() => BatchStream.RunAsync(context.Response, body, predictor.PredictAsync(bundle, rows, request, aborted), aborted));
    }

    /// <summary>The format of a body of bookings.</summary>
    internal static BookingFormat Format(string? contentType) =>
        contentType is null ? BookingFormat.Recognise
        : contentType.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) ? BookingFormat.Csv
        : contentType.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) ? BookingFormat.NdJson
        : BookingFormat.JsonArray;
}
