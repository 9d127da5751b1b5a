using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Answers one booking with one prediction. It has what it needs from the start, so that no request looks for it.</summary>
internal sealed class PredictionHandler(ActiveModels models, Predictor predictor, BookingGate gate, IOptions<ApiOptions> options)
{
    private static readonly BodyParser<BookingRow> ReadBooking = utf8 => BookingJson.Read(utf8, 1);
    private readonly int _mostBytes = options.Value.MaxPredictionBytes;

    public async Task<Results<Answer<PredictionAnswer>, ApiProblem>> PredictAsync(HttpContext context, string? explain, string? asOf)
    {
        PredictionQuery query = default;
        if ((BodyDeclaration.Fault(context.Request) ?? PredictionQuery.TryRead(explain, asOf, out query)) is { } wrong)
        {
            return wrong;
        }

        var row = await BodyReader.ReadAsync(context.Request, _mostBytes, ReadBooking);
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
            : PredictionEndpoints.NoModel(models.Status);
    }
}
