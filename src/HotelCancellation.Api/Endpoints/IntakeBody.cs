using System.Globalization;
using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HotelCancellation.Api.Endpoints;

/// <summary>A body of many events that is taken in while it is read, within the limits of a batch.</summary>
internal static class IntakeBody
{
    /// <summary>Reads the body and counts what became of it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="take">Takes the rows; a problem where that cannot be.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Results<Answer<IntakeAnswer>, ApiProblem>> TakeAsync(
        HttpContext context, ApiOptions limits, Func<IAsyncEnumerable<BookingRow>, IntakeReport, Task<ApiProblem?>> take, CancellationToken cancellationToken)
    {
        if (BodyDeclaration.Fault(context.Request) is { } undeclared)
        {
            return undeclared;
        }

        if (context.Request.ContentLength > limits.MaxBatchBytes)
        {
            return ApiProblem.TooLarge(limits.MaxBatchBytes);
        }

        // Our own limit counts; the server's is for one prediction's kind of body.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = null;
        }

        var report = new IntakeReport();
        await using var body = new BodySpool(context.Request.Body, limits.MaxBatchBytes);
        var read = new BookingReadOptions { Format = BatchEndpoints.Format(context.Request.ContentType), MaxRowLength = limits.MaxRowBytes, MaxRows = limits.MaxBatchRows };
        try
        {
            return await take(BookingReader.ReadAsync(body, read, cancellationToken), report) is { } problem
                ? problem
                : new Answer<IntakeAnswer>(IntakeAnswer.Of(report), ApiJson.Default.IntakeAnswer);
        }
        catch (UnreadableInputException e)
        {
            return Taken(e.TooManyRows ? ApiProblem.Of(413, "Too many rows", e.Message) : ApiProblem.BadRequest(e.Message), report);
        }
        catch (BodyTooLargeException e)
        {
            return Taken(ApiProblem.TooLarge(e.MostBytes), report);
        }
    }

    /// <summary>Says what was taken before the input broke off, if anything was.</summary>
    private static ApiProblem Taken(ApiProblem problem, IntakeReport report) =>
        report.Accepted + report.Duplicates + report.Quarantined == 0 ? problem : problem with
        {
            Detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{problem.Detail} Before that, {report.Accepted} events were accepted, {report.Duplicates} were duplicates and {report.Quarantined} were quarantined; sent again, they count as duplicates."),
        };
}
