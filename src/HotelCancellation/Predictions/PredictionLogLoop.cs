using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;

namespace HotelCancellation.Predictions;

/// <summary>Writes what is in the buffer, block by block, for as long as the host runs. Without storage it keeps what it has and tries again.</summary>
internal sealed partial class PredictionLogLoop(
    PredictionBuffer buffer, BlobPredictionFiles files, HotelCancellationMeter meter, TimeProvider time, PredictionsOptions options, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);
    private readonly bool _isAcknowledged = options.Durability == PredictionDurability.Acknowledged;
    private long _droppedWritten;

    /// <summary>Told after each block how many records are no longer in memory.</summary>
    public required Action<int> Forgotten { get; init; }

    /// <summary>Writes until the buffer is closed and empty.</summary>
    /// <param name="stopping">The host ends: nothing waits for more.</param>
    /// <param name="giveUp">The grace period is over.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken giveUp)
    {
        PendingBlock? block = null;
        try
        {
            while (await buffer.SomeAsync(giveUp))
            {
                if (!buffer.IsAwaited)
                {
                    await EnoughAsync(stopping);
                }

                buffer.Seal();
                while ((block = buffer.Take()) is not null)
                {
                    await WriteAsync(block, stopping, giveUp);
                }
            }
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // The grace period is over.
        }

        if (buffer.Buffered is > 0 and var left)
        {
            buffer.Drop(left, "stopped");
            Log.Lost(logger, left);
        }

        var closed = new StorageUnavailableException("The host ended before storage took the prediction.");
        buffer.Seal();
        for (block ??= buffer.Take(); block is not null; block = buffer.Take())
        {
            block.Settle(closed);
        }
    }

    /// <summary>Waits until there are enough records, or somebody waits for one, or one has waited long enough, or the host ends.</summary>
    private async Task EnoughAsync(CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(buffer.EnoughAsync(end.Token).AsTask(), Task.Delay(TimeSpan.FromSeconds(options.FlushSeconds), time, end.Token));
        await end.CancelAsync();
    }

    private async Task WriteAsync(PendingBlock block, CancellationToken stopping, CancellationToken giveUp)
    {
        var (dropped, count, failed, last) = (buffer.Dropped, block.Writer.Count, block.Writer.Failed, block.Writer.LastMilliseconds);
        var bytes = block.Writer.Finish((int)Math.Min(int.MaxValue, dropped - _droppedWritten));
        var failure = await AppendAsync(block.Day, bytes, stopping, giveUp);
        buffer.Forget(count);
        Forgotten(count);
        block.Settle(failure);
        if (failure is null)
        {
            _droppedWritten = dropped;
            meter.Logged(count);

            // What was given up may still be on its way to storage, out of the same memory.
            buffer.Reuse(block);
        }
        else if (failed > 0)
        {
            // Nobody waits for these; they go with the next block, which storage may take again.
            buffer.Fail(failed, last, isNews: false);
        }
    }

    /// <returns>Why it could not be written, where nobody tries again: callers are waiting.</returns>
    private async Task<StorageUnavailableException?> AppendAsync(DateOnly day, ReadOnlyMemory<byte> block, CancellationToken stopping, CancellationToken giveUp)
    {
        var first = RecordBlock.Read(block.Span).FirstMilliseconds;
        for (var delay = FirstRetry; ; delay = TimeSpan.FromTicks(Math.Min(2 * delay.Ticks, LongestRetry.Ticks)))
        {
            using var limit = new CancellationTokenSource(_isAcknowledged ? TimeSpan.FromSeconds(options.AcknowledgeSeconds) : Timeout.InfiniteTimeSpan, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp, limit.Token);
            try
            {
                await files.AppendAsync(day, first, block, either.Token);
                return null;
            }
            catch (Exception e) when (!giveUp.IsCancellationRequested)
            {
                // Whatever it is, another file may do.
                files.Abandon();
                meter.LogFailed();
                Log.Failed(logger, buffer.Buffered, e.Message);
                if (_isAcknowledged)
                {
                    return e as StorageUnavailableException ?? new StorageUnavailableException($"The prediction could not be logged: {e.Message}", e);
                }

                try
                {
                    await Task.Delay(stopping.IsCancellationRequested ? FirstRetry : delay, time, stopping.IsCancellationRequested ? giveUp : stopping);
                }
                catch (OperationCanceledException) when (!giveUp.IsCancellationRequested)
                {
                    // The host ends: once more, at once.
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Predictions cannot be logged ({Buffered} are waiting): {Reason}")]
        public static partial void Failed(ILogger logger, int buffered, string reason);

        [LoggerMessage(LogLevel.Error, "{Count} predictions are not in the log: the host ended before storage took them.")]
        public static partial void Lost(ILogger logger, int count);
    }
}
