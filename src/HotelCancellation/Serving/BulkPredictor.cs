using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform;
using HotelCancellation.Registry;

namespace HotelCancellation.Serving;

/// <summary>What validation says of one booking.</summary>
/// <param name="Faults">Why it is rejected; empty where it is accepted.</param>
/// <param name="Warnings">What makes an answer less certain, one sentence each.</param>
public readonly record struct BookingVerdict(IReadOnlyList<FieldFault> Faults, IReadOnlyList<string> Warnings)
{
    /// <summary>Accepted, without a warning.</summary>
    public static BookingVerdict Accepted { get; } = new([], []);
}

/// <summary>How bulk predictions are made.</summary>
public sealed record BulkRequest
{
    /// <summary>The day that all bookings are asked about, or null for <see cref="AsOfRule.Default"/> of each.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Whether to say why.</summary>
    public bool Explain { get; init; }

    /// <summary>Whether the predictions are logged.</summary>
    public bool Log { get; init; }

    /// <summary>Judges each booking before it is predicted.</summary>
    public Func<Booking, BookingVerdict> Judge { get; init; } = _ => BookingVerdict.Accepted;
}

/// <summary>The answer to one row of bulk input: a prediction, or what is wrong with the row.</summary>
/// <param name="RowNumber">The row's number in the input, from 1.</param>
/// <param name="BookingId">The booking, where it could be read.</param>
/// <param name="Prediction">The prediction; null when <see cref="Faults"/> has an entry.</param>
/// <param name="Faults">What is wrong with the row.</param>
public readonly record struct BulkLine(long RowNumber, BookingId? BookingId, Prediction? Prediction, IReadOnlyList<FieldFault> Faults);

/// <summary>Answers for many bookings, one after the other, in memory that does not grow with their number.</summary>
public sealed class BulkPredictor(Predictor predictor, HotelCancellationMeter meter)
{
    private const int MostWaiting = 1_000;
    private const int RowsAhead = 32;

    /// <summary>Answers every row in its order. A bad row becomes a line with its faults, and the rest go on.</summary>
    /// <param name="bundle">The model for all rows, whatever the champion is meanwhile.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="request">How.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnreadableInputException">The input breaks off; the lines before it have been given.</exception>
    public async IAsyncEnumerable<BulkLine> PredictAsync(
        ModelBundle bundle, IAsyncEnumerable<BookingRow> rows, BulkRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Log && predictor.WaitsForLog)
        {
            await foreach (var line in PredictDurablyAsync(bundle, rows, request, cancellationToken))
            {
                yield return line;
            }

            yield break;
        }

        if (!bundle.Model.Encoder.NeedsContext)
        {
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                // A source that has its rows at hand need not look at the token.
                cancellationToken.ThrowIfCancellationRequested();
                yield return await LineAsync(bundle, row, request, cancellationToken);
            }

            yield break;
        }

        // Storage is asked for several rows at once; what is ready is given in its order, whether or not the next row has come.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = Channel.CreateBounded<Task<BulkLine>>(new BoundedChannelOptions(RowsAhead) { SingleReader = true, SingleWriter = true });
        var reading = ReadAheadAsync(bundle, rows, request, ahead.Writer, stop.Token);
        try
        {
            await foreach (var line in ahead.Reader.ReadAllAsync(cancellationToken))
            {
                yield return await line;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>Begins each row's prediction; how the reading ends is told by the channel, after the rows before it.</summary>
    private async Task ReadAheadAsync(ModelBundle bundle, IAsyncEnumerable<BookingRow> rows, BulkRequest request, ChannelWriter<Task<BulkLine>> ahead, CancellationToken cancellationToken)
    {
        Exception? end = null;
        try
        {
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await ahead.WriteAsync(LineAsync(bundle, row, request, cancellationToken), cancellationToken);
            }
        }
        catch (Exception e)
        {
            end = e;
        }

        ahead.Complete(end);
    }

    /// <summary>
    /// The same where a line may not be told before its record is durable: lines wait for that together, up to <see cref="MostWaiting"/>, and never for rows that
    /// have yet to come.
    /// </summary>
    private async IAsyncEnumerable<BulkLine> PredictDurablyAsync(
        ModelBundle bundle, IAsyncEnumerable<BookingRow> rows, BulkRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new List<(BulkLine Line, Task Logged)>();
        await using var each = rows.GetAsyncEnumerator(end.Token);
        for (var more = true; more;)
        {
            var next = each.MoveNextAsync();
            if (next.IsCompletedSuccessfully && next.Result && waiting.Count < MostWaiting)
            {
                waiting.Add(await PredictAsync(bundle, each.Current, request, cancellationToken));
                continue;
            }

            var row = next.AsTask();
            try
            {
                foreach (var (line, logged) in waiting)
                {
                    await logged.WaitAsync(cancellationToken);
                    yield return line;
                }

                waiting.Clear();
                more = await row;
            }
            finally
            {
                // Nobody may close the rows while one of them is being read.
                if (!row.IsCompleted)
                {
                    await end.CancelAsync();
                    await ((Task)row).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                }
            }

            if (more)
            {
                waiting.Add(await PredictAsync(bundle, each.Current, request, cancellationToken));
            }
        }
    }

    private async Task<BulkLine> LineAsync(ModelBundle bundle, BookingRow row, BulkRequest request, CancellationToken cancellationToken) =>
        (await PredictAsync(bundle, row, request, cancellationToken)).Line;

    private async ValueTask<(BulkLine Line, Task Logged)> PredictAsync(ModelBundle bundle, BookingRow row, BulkRequest request, CancellationToken cancellationToken)
    {
        if (row.Event is not { Booking: var booking })
        {
            meter.Rejected();
            return (new BulkLine(row.RowNumber, row.FaultyId, null, row.Faults), Task.CompletedTask);
        }

        var verdict = request.Judge(booking);
        var faults = verdict.Faults.Count == 0 && AsOfRule.Check(booking, request.AsOf) is { } fault ? [fault] : verdict.Faults;
        if (faults.Count > 0)
        {
            meter.Rejected();
            return (new BulkLine(row.RowNumber, booking.BookingId, null, faults), Task.CompletedTask);
        }

        var warnings = RequestNotes.Add(verdict.Warnings, row, request.AsOf ?? AsOfRule.Default(booking, predictor.Today));
        var (prediction, logged) = await predictor.MakeAsync(bundle, booking, request.AsOf, request.Explain, warnings, request.Log, cancellationToken);
        return (new BulkLine(row.RowNumber, booking.BookingId, prediction, []), logged);
    }
}
