using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Writes the lines of a batch as they come. What breaks the input off before its first line is an error answer; later, a last line.</summary>
internal static class BatchStream
{
    public static async Task<IResult> RunAsync(
        HttpResponse response, BodySpool body, IAsyncEnumerable<BulkLine> lines, CancellationToken cancellationToken)
    {
        using var writer = new NdJsonWriter(response.BodyWriter, body, cancellationToken);
        await using var each = lines.GetAsyncEnumerator(cancellationToken);
        long row = 0;
        try
        {
            while (await NextAsync(each, writer))
            {
                if (writer.Lines == 0)
                {
                    response.ContentType = NdJsonWriter.MediaType;
                }

                row = each.Current.RowNumber;
                Write(writer, each.Current);
                if (writer.IsFull)
                {
                    await writer.SendAsync();

                    // Others take turns with it.
                    await Task.Yield();
                }
            }
        }
        catch (UnreadableInputException e)
        {
            return await EndAsync(writer, e.TooManyRows ? ApiProblem.Of(413, "Too many rows", e.Message) : ApiProblem.BadRequest(e.Message), row);
        }
        catch (BodyTooLargeException e)
        {
            return await EndAsync(writer, ApiProblem.TooLarge(e.MostBytes), row);
        }

        if (writer.Lines == 0)
        {
            // An empty array is a whole input, too.
            response.ContentType = NdJsonWriter.MediaType;
        }

        await writer.SendAsync();
        return Results.Empty;
    }

    private static ValueTask<bool> NextAsync(IAsyncEnumerator<BulkLine> each, NdJsonWriter writer)
    {
        var next = each.MoveNextAsync();
        return next.IsCompleted || writer.IsEmpty ? next : SendAndWaitAsync(next.AsTask(), writer);
    }

    // The rest of the input has yet to come: the caller may be waiting for what there is.
    private static async ValueTask<bool> SendAndWaitAsync(Task<bool> next, NdJsonWriter writer)
    {
        await writer.SendAsync();
        return await next;
    }

    private static void Write(NdJsonWriter writer, BulkLine line)
    {
        if (line.Prediction is { } prediction)
        {
            writer.Write(PredictionAnswer.Of(prediction, line.RowNumber), PredictionJson.Default.PredictionAnswer);
        }
        else
        {
            writer.Write(
                new BatchError { Row = line.RowNumber, BookingId = line.BookingId?.Value, Errors = FieldErrors.Of(line.Faults) }, ApiJson.Default.BatchError);
        }
    }

    private static async Task<IResult> EndAsync(NdJsonWriter writer, ApiProblem problem, long row)
    {
        if (writer.Lines == 0)
        {
            return problem;
        }

        var reason = new BatchFailureReason { Status = problem.Status, Title = problem.Title, Detail = problem.Detail!, AfterRow = row };
        writer.Write(new BatchFailure { Failure = reason }, ApiJson.Default.BatchFailure);
        await writer.SendAsync();
        return Results.Empty;
    }
}
