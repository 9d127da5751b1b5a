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

/// <summary>
/// Answers for many bookings in memory that does not grow with their number: rows are read, predicted and given at the same time, in blocks, each block on
/// whatever processor is free. Reading stops while nobody takes the answers.
/// </summary>
public sealed class BulkPredictor(Predictor predictor, HotelCancellationMeter meter)
{
    private static readonly BlockSize Plain = new(Rows: 256, RowsAhead: 2_048);

    // Each row may ask storage for several things, so that fewer are under way.
    private static readonly BlockSize WithContext = new(Rows: 32, RowsAhead: 64);

    /// <summary>Answers every row in its order. A bad row becomes a line with its faults, and the rest go on. What has been read is answered without waiting for rows that have yet to come.</summary>
    /// <param name="bundle">The model for all rows, whatever the champion is meanwhile.</param>
    /// <param name="rows">The rows; they are read up to some thousand ahead of the answers that are taken.</param>
    /// <param name="request">How. Bookings are judged on several threads at once.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnreadableInputException">The input breaks off; the lines before it have been given.</exception>
    public async IAsyncEnumerable<BulkLine> PredictAsync(
        ModelBundle bundle, IAsyncEnumerable<BookingRow> rows, BulkRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var size = bundle.Model.Encoder.NeedsContext ? WithContext : Plain;
        using var room = new SemaphoreSlim(size.RowsAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = Channel.CreateUnbounded<Task<BulkBlock>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var work = new BulkWork(predictor, meter, bundle, request);
        var reading = Start(() => ReadAsync(rows, size, room, work, ahead.Writer, stop.Token));
        try
        {
            await foreach (var next in ahead.Reader.ReadAllAsync(cancellationToken))
            {
                var block = await next;
                for (var i = 0; i < block.Lines.Count; i++)
                {
                    if (block.Logged is { } logged)
                    {
                        await logged[i].WaitAsync(cancellationToken);
                    }

                    // Blocks that are ready must not hide that nobody wants them any more.
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return block.Lines[i];
                }

                block.Failure?.Throw();
                room.Release(block.Rows);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
            while (ahead.Reader.TryRead(out var unwanted))
            {
                await ((Task)unwanted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    /// <summary>Begins each block's predictions; how the reading ends is told by the channel, after the blocks before it.</summary>
    private static async Task ReadAsync(
        IAsyncEnumerable<BookingRow> rows, BlockSize size, SemaphoreSlim room, BulkWork work, ChannelWriter<Task<BulkBlock>> ahead, CancellationToken cancellationToken)
    {
        Exception? end = null;
        var block = new List<BookingRow>(size.Rows);
        void Begin()
        {
            if (block.Count > 0)
            {
                var begun = block;
                ahead.TryWrite(Start(() => work.DoAsync(begun, cancellationToken)));
                block = new List<BookingRow>(size.Rows);
            }
        }

        try
        {
            await using var each = rows.GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                // A source that has its rows at hand need not look at the token.
                cancellationToken.ThrowIfCancellationRequested();
                var next = each.MoveNextAsync();
                if (!next.IsCompleted)
                {
                    Begin();
                }

                if (!await next)
                {
                    break;
                }

                block.Add(each.Current);
                if (block.Count == size.Rows)
                {
                    Begin();

                    // Others take turns with it.
                    await Task.Yield();
                }

                if (!room.Wait(0, CancellationToken.None))
                {
                    Begin();
                    await room.WaitAsync(cancellationToken);
                }
            }
        }
        catch (Exception e)
        {
            end = e;
        }

        Begin();
        ahead.Complete(end);
    }

    // On whatever scheduler the caller is.
    private static Task Start(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();

    private static Task<T> Start<T>(Func<Task<T>> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();

    private readonly record struct BlockSize(int Rows, int RowsAhead);
}
