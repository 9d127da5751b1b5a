using System.Runtime.ExceptionServices;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform;
using HotelCancellation.Registry;

namespace HotelCancellation.Serving;

/// <summary>A booking of a bulk request that validation let through.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="AsOf">The day it is asked about; one of its life.</param>
/// <param name="Warnings">What there is to say of the question.</param>
internal readonly record struct BulkQuestion(Booking Booking, DateOnly AsOf, IReadOnlyList<string> Warnings);

/// <summary>The answers to some rows that were read together.</summary>
/// <param name="Rows">How many rows were read.</param>
/// <param name="Lines">The lines, in the order of the rows: all of them, unless something failed.</param>
/// <param name="Logged">When each line may be told; null where all may be told at once.</param>
/// <param name="Failure">What ended the block after these lines, or null.</param>
internal sealed record BulkBlock(int Rows, ArraySegment<BulkLine> Lines, Task[]? Logged, ExceptionDispatchInfo? Failure);

/// <summary>Answers block after block of one bulk request, several at the same time.</summary>
internal sealed class BulkWork(Predictor predictor, HotelCancellationMeter meter, ModelBundle bundle, BulkRequest request)
{
    private readonly bool _waits = request.Log && predictor.WaitsForLog;

    /// <summary>Answers the rows of a block. It never fails: what went wrong is in the block, after the lines that can still be told.</summary>
    public async Task<BulkBlock> DoAsync(IReadOnlyList<BookingRow> rows, CancellationToken cancellationToken)
    {
        var lines = new BulkLine[rows.Count];
        var questions = new List<BulkQuestion>(lines.Length);
        var places = new List<int>(lines.Length);
        var answers = new List<(Prediction Prediction, Task Logged)>(lines.Length);
        ExceptionDispatchInfo? failure = null;
        try
        {
            for (var i = 0; i < lines.Length; i++)
            {
                if (Question(rows[i], out lines[i]) is { } question)
                {
                    questions.Add(question);
                    places.Add(i);
                }
            }

            await predictor.MakeAsync(bundle, questions, request.Explain, request.Log, answers, cancellationToken);
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        for (var a = 0; a < answers.Count; a++)
        {
            var row = rows[places[a]];
            lines[places[a]] = new BulkLine(row.RowNumber, answers[a].Prediction.BookingId, answers[a].Prediction, []);
        }

        var told = failure is null ? lines.Length : answers.Count < places.Count ? places[answers.Count] : 0;
        return new BulkBlock(lines.Length, new ArraySegment<BulkLine>(lines, 0, told), _waits ? Waits(answers, places, lines.Length) : null, failure);
    }

    /// <summary>What is to be predicted of a row; null, with the line that says why, where it cannot be.</summary>
    private BulkQuestion? Question(BookingRow row, out BulkLine refusal)
    {
        refusal = default;
        if (row.Event is not { Booking: var booking })
        {
            refusal = new BulkLine(row.RowNumber, row.FaultyId, null, row.Faults);
        }
        else
        {
            var verdict = request.Judge(booking);
            var faults = verdict.Faults.Count == 0 && AsOfRule.Check(booking, request.AsOf) is { } fault ? [fault] : verdict.Faults;
            if (faults.Count == 0)
            {
                var asOf = request.AsOf ?? AsOfRule.Default(booking, predictor.Today);
                return new BulkQuestion(booking, asOf, RequestNotes.Add(verdict.Warnings, row, asOf));
            }

            refusal = new BulkLine(row.RowNumber, booking.BookingId, null, faults);
        }

        meter.Rejected();
        return null;
    }

    private static Task[] Waits(List<(Prediction Prediction, Task Logged)> answers, List<int> places, int rows)
    {
        var waits = new Task[rows];
        Array.Fill(waits, Task.CompletedTask);
        for (var a = 0; a < answers.Count; a++)
        {
            waits[places[a]] = answers[a].Logged;
        }

        return waits;
    }
}
