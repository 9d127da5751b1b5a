using System.IO.Compression;
using System.Threading.Channels;
using HotelCancellation.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Predictions;

/// <summary>
/// Takes records off the hot path and writes them in blocks: after so many, after so long, and at the end of the host. While storage does not answer
/// it keeps what it has and tries again; what no longer fits is dropped and counted, and no prediction waits or fails for it. With
/// <see cref="PredictionDurability.Acknowledged"/> callers wait for the block that has their record, all callers of a block together, and for room, and none longer than
/// <see cref="PredictionsOptions.AcknowledgeSeconds"/>. Safe for many threads; see <c>docs/decisions/0013</c>.
/// </summary>
public sealed partial class PredictionLog : IHostedService, IDisposable
{
    private const int BlockBytes = 2 * 1024 * 1024;
    private const long MillisecondsOfDay = 24 * 60 * 60 * 1000;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);
    private readonly BlobPredictionFiles _files;
    private readonly HotelCancellationMeter _meter;
    private readonly TimeProvider _time;
    private readonly PredictionsOptions _options;
    private readonly ILogger<PredictionLog> _logger;
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<bool> _enough = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private RecordBlockWriter _block = NewBlock();
    private int[] _days = [];
    private readonly List<Entry> _batch = [];
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly int _tag;
    private Task _writing = Task.CompletedTask;
    private int _buffered;
    private long _dropped;
    private long _droppedWritten;

    internal PredictionLog(
        BlobPredictionFiles files, HotelCancellationMeter meter, TimeProvider time, IOptions<PredictionsOptions> options, ILogger<PredictionLog> logger)
    {
        (_files, _meter, _time, _options, _logger, _tag) = (files, meter, time, options.Value, logger, files.Tag);
        _room = new SemaphoreSlim(_options.MaxBuffered);
        meter.ObserveLog(() => Buffered);
    }

    /// <summary>Whether predictions are logged at all.</summary>
    public bool IsOn => _options.Durability != PredictionDurability.Off;

    /// <summary>Whether an answer waits until its record is durable.</summary>
    public bool IsAcknowledged => _options.Durability == PredictionDurability.Acknowledged;

    /// <summary>Records in memory that are not durable yet, which a crash would lose; at most <see cref="PredictionsOptions.MaxBuffered"/>.</summary>
    public int Buffered => Volatile.Read(ref _buffered);

    /// <summary>Records that were dropped since the process began.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    private TimeSpan Longest => TimeSpan.FromSeconds(_options.AcknowledgeSeconds);

    /// <summary>A new id that leads to this process's files.</summary>
    public PredictionId NewId(DateTimeOffset now) => IsOn ? PredictionId.New(now, _tag) : PredictionId.New(now);

    /// <summary>Takes a record.</summary>
    /// <param name="record">The record; not to be changed any more.</param>
    /// <param name="cancellationToken">Ends the waiting for room, where there is any.</param>
    /// <returns>
    /// When the record was taken, a task that ends when the answer may be given: at once, unless the log is acknowledged. It fails with
    /// <see cref="StorageUnavailableException"/> where the record could not be made durable, or not in time; then it may be in the log all the same.
    /// </returns>
    /// <exception cref="StorageUnavailableException">The log is acknowledged, and has no room in time or has been closed.</exception>
    public async ValueTask<Task> AddAsync(PredictionRecord record, CancellationToken cancellationToken)
    {
        if (!IsAcknowledged)
        {
            if (IsOn)
            {
                TryAdd(record);
            }

            return Task.CompletedTask;
        }

        var asked = _time.GetTimestamp();
        if (!_room.Wait(0, CancellationToken.None))
        {
            await RoomAsync(cancellationToken);
        }

        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _buffered);
        if (!_entries.Writer.TryWrite(new Entry(record, durable)))
        {
            Forget(1);
            throw new StorageUnavailableException("The prediction log has been closed.");
        }

        return InTimeAsync(durable.Task, Longest - _time.GetElapsedTime(asked));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = IsOn ? Task.Run(WriteAsync, CancellationToken.None) : Task.CompletedTask;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Writes what there is. What storage does not take in <see cref="PredictionsOptions.StopSeconds"/>, or the host's grace period where that is shorter, is dropped and counted.
    /// </summary>
    /// <param name="cancellationToken">Ends the grace period.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.StopSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        _entries.Writer.TryComplete();
        await _stopping.CancelAsync();
        try
        {
            await _writing.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            await _giveUp.CancelAsync();
            await _writing;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _entries.Writer.TryComplete();
        _giveUp.Cancel();
        _room.Dispose();
    }

    private async Task RoomAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _room.WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLate(e);
        }
    }

    private async Task InTimeAsync(Task durable, TimeSpan left)
    {
        try
        {
            await durable.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
        }
        catch (TimeoutException e)
        {
            throw TooLate(e);
        }
    }

    private StorageUnavailableException TooLate(Exception e) => new($"The prediction could not be logged within {_options.AcknowledgeSeconds} s.", e);

    private void TryAdd(PredictionRecord record)
    {
        var buffered = Interlocked.Increment(ref _buffered);
        if (buffered > _options.MaxBuffered || !_entries.Writer.TryWrite(new Entry(record, null)))
        {
            Interlocked.Decrement(ref _buffered);
            Drop(1, _entries.Reader.Completion.IsCompleted ? "stopped" : "full");
        }
        else if (buffered == _options.FlushRecords)
        {
            // Once on the way up: the loop itself goes on while there are full batches.
            _enough.Writer.TryWrite(true);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _entries.Reader.WaitToReadAsync(_giveUp.Token))
            {
                if (!IsAcknowledged)
                {
                    await EnoughAsync();
                }

                do
                {
                    _batch.Clear();
                    while (_batch.Count < _options.FlushRecords && _entries.Reader.TryRead(out var entry))
                    {
                        _batch.Add(entry);
                    }

                    await WriteBatchAsync();
                }
                while (_batch.Count == _options.FlushRecords);
            }
        }
        catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
        {
            // The grace period is over.
        }

        if (Buffered is > 0 and var left)
        {
            Drop(left, "stopped");
            Log.Lost(_logger, left);
        }

        var closed = new StorageUnavailableException("The host ended before storage took the prediction.");
        _batch.ForEach(e => e.Durable?.TrySetException(closed));
        while (_entries.Reader.TryRead(out var entry))
        {
            entry.Durable?.TrySetException(closed);
        }
    }

    /// <summary>Waits until there are enough records, or one has waited long enough, or the host ends.</summary>
    private async Task EnoughAsync()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        await Task.WhenAny(_enough.Reader.WaitToReadAsync(end.Token).AsTask(), Task.Delay(TimeSpan.FromSeconds(_options.FlushSeconds), _time, end.Token));
        await end.CancelAsync();
        _enough.Reader.TryRead(out _);
    }

    /// <summary>Writes the batch as one block, or as more where it is of two days or large. A record that cannot be written takes its block with it, and not the log.</summary>
    private async Task WriteBatchAsync()
    {
        var first = 0;
        try
        {
            if (!IsOfOneDay())
            {
                // Around midnight threads overtake each other; not every one of them shall begin a file.
                _batch.Sort((a, b) => string.CompareOrdinal(a.Record.Id.Value, b.Record.Id.Value));
                IsOfOneDay();
            }

            for (var i = 0; i < _batch.Count; i++)
            {
                _block.Add(_batch[i].Record);
                if (i + 1 == _batch.Count || _block.RawBytes >= BlockBytes || _days[i + 1] != _days[i])
                {
                    await WriteBlockAsync(first, i + 1);
                    first = i + 1;
                }
            }
        }
        catch (Exception e) when (!_giveUp.IsCancellationRequested)
        {
            _block.Clear();
            Drop(_batch.Count - first, "unwritable");
            Log.Unwritable(_logger, _batch.Count - first, e);
            Settle(first, _batch.Count, new StorageUnavailableException("The prediction cannot be logged.", e));
        }
    }

    private bool IsOfOneDay()
    {
        Array.Resize(ref _days, Math.Max(_days.Length, _batch.Count));
        var isOne = true;
        for (var i = 0; i < _batch.Count; i++)
        {
            _days[i] = (int)(_batch[i].Record.Id.Milliseconds / MillisecondsOfDay);
            isOne &= _days[i] == _days[0];
        }

        return isOne;
    }

    private async Task WriteBlockAsync(int from, int to)
    {
        var dropped = Dropped;
        var block = _block.Finish(dropped - _droppedWritten);
        var failure = await AppendAsync(DateOnly.FromDateTime(_batch[from].Record.Id.Time.UtcDateTime), RecordBlock.Read(block.Span).FirstMilliseconds, block);
        if (failure is null)
        {
            _droppedWritten = dropped;
            _meter.Logged(to - from);
        }
        else
        {
            // What was given up may still be on its way to storage, out of the same memory.
            _block = NewBlock();
        }

        Settle(from, to, failure);
    }

    /// <summary>Makes room, and tells those who wait.</summary>
    private void Settle(int from, int to, StorageUnavailableException? failure)
    {
        Forget(to - from);
        for (var i = from; i < to; i++)
        {
            if (failure is null)
            {
                _batch[i].Durable?.TrySetResult();
            }
            else
            {
                _batch[i].Durable?.TrySetException(failure);
            }
        }
    }

    /// <returns>Why it could not be written, where nobody tries again: callers are waiting.</returns>
    private async Task<StorageUnavailableException?> AppendAsync(DateOnly day, long firstMilliseconds, ReadOnlyMemory<byte> block)
    {
        for (var delay = FirstRetry; ; delay = TimeSpan.FromTicks(Math.Min(2 * delay.Ticks, LongestRetry.Ticks)))
        {
            using var limit = new CancellationTokenSource(IsAcknowledged ? Longest : Timeout.InfiniteTimeSpan, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_giveUp.Token, limit.Token);
            try
            {
                await _files.AppendAsync(day, firstMilliseconds, block, either.Token);
                return null;
            }
            catch (Exception e) when (!_giveUp.IsCancellationRequested)
            {
                // Whatever it is, another file may do.
                _files.Abandon();
                _meter.LogFailed();
                Log.Failed(_logger, Buffered, e.Message);
                if (IsAcknowledged)
                {
                    return e as StorageUnavailableException ?? new StorageUnavailableException($"The prediction could not be logged: {e.Message}", e);
                }

                try
                {
                    await Task.Delay(_stopping.IsCancellationRequested ? FirstRetry : delay, _time, _stopping.IsCancellationRequested ? _giveUp.Token : _stopping.Token);
                }
                catch (OperationCanceledException) when (!_giveUp.IsCancellationRequested)
                {
                    // The host ends: once more, at once.
                }
            }
        }
    }

    private void Forget(int records)
    {
        Interlocked.Add(ref _buffered, -records);
        if (IsAcknowledged)
        {
            _room.Release(records);
        }
    }

    private void Drop(int records, string reason)
    {
        Interlocked.Add(ref _dropped, records);
        _meter.LogDropped(records, reason);
    }

    // Uncompressed: deflating costs as much again as the writing, for a third of bytes that are kept for a day.
    private static RecordBlockWriter NewBlock() => new(CompressionLevel.NoCompression);

    private readonly record struct Entry(PredictionRecord Record, TaskCompletionSource? Durable);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Predictions cannot be logged ({Buffered} are waiting): {Reason}")]
        public static partial void Failed(ILogger logger, int buffered, string reason);

        [LoggerMessage(LogLevel.Error, "{Count} predictions are not in the log: one of them cannot be written.")]
        public static partial void Unwritable(ILogger logger, int count, Exception exception);

        [LoggerMessage(LogLevel.Error, "{Count} predictions are not in the log: the host ended before storage took them.")]
        public static partial void Lost(ILogger logger, int count);
    }
}
