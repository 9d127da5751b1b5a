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
    private readonly TimeProvider _time;
    private readonly PredictionsOptions _options;
    private readonly ILogger<PredictionLog> _logger;
    private readonly PredictionBuffer _buffer;
    private readonly PredictionLogLoop _loop;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly int _tag;
    private Task _writing = Task.CompletedTask;

    internal PredictionLog(
        BlobPredictionFiles files, HotelCancellationMeter meter, TimeProvider time, IOptions<PredictionsOptions> options, ILogger<PredictionLog> logger)
    {
        (_time, _options, _logger, _tag) = (time, options.Value, logger, files.Tag);
        _room = new SemaphoreSlim(_options.MaxBuffered);
        _buffer = new PredictionBuffer(_options.FlushRecords, _options.MaxBuffered, meter);
        _loop = new PredictionLogLoop(_buffer, files, meter, time, _options, logger) { Forgotten = MakeRoom };
        meter.ObserveLog(() => Buffered);
    }

    /// <summary>Whether predictions are logged at all.</summary>
    public bool IsOn => _options.Durability != PredictionDurability.Off;

    /// <summary>Whether an answer waits until its record is durable.</summary>
    public bool IsAcknowledged => _options.Durability == PredictionDurability.Acknowledged;

    /// <summary>Records in memory that are not durable yet, which a crash would lose; at most <see cref="PredictionsOptions.MaxBuffered"/>.</summary>
    public int Buffered => _buffer.Buffered;

    /// <summary>Records that were dropped since the process began.</summary>
    public long Dropped => _buffer.Dropped;

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
                AddUnasked(record);
            }

            return Task.CompletedTask;
        }

        var asked = _time.GetTimestamp();
        if (!_room.Wait(0, CancellationToken.None))
        {
            await RoomAsync(cancellationToken);
        }

        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Intake intake;
        try
        {
            intake = _buffer.Add(record, durable);
        }
        catch (Exception e)
        {
            Unwritable(e);
            MakeRoom(1);
            throw new StorageUnavailableException("The prediction cannot be logged.", e);
        }

        if (intake != Intake.Taken)
        {
            MakeRoom(1);
            throw new StorageUnavailableException("The prediction log has been closed.");
        }

        return InTimeAsync(durable.Task, Longest - _time.GetElapsedTime(asked));
    }

    /// <summary>
    /// Counts a request for predictions that failed by a fault of ours, so that the share of such requests can be judged whichever processes took them: it is written with the block that is
    /// being filled, and lost with it where the process is killed.
    /// </summary>
    public void CountFailure()
    {
        if (IsOn)
        {
            _buffer.Fail(1, _time.GetUtcNow().ToUnixTimeMilliseconds(), isNews: true);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = IsOn ? Task.Run(() => _loop.RunAsync(_stopping.Token, _giveUp.Token), CancellationToken.None) : Task.CompletedTask;
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
        _buffer.Close();
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
        _buffer.Close();
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

    private void AddUnasked(PredictionRecord record)
    {
        try
        {
            if (_buffer.Add(record, null) is not Intake.Taken and var refused)
            {
                _buffer.Drop(1, refused == Intake.Full ? "full" : "stopped");
            }
        }
        catch (Exception e)
        {
            // A record that cannot be written is a fault of ours, and none of the one who asked.
            Unwritable(e);
        }
    }

    private void Unwritable(Exception e)
    {
        _buffer.Drop(1, "unwritable");
        Log.Unwritable(_logger, e);
    }

    private void MakeRoom(int records)
    {
        // A block of failures alone has none.
        if (IsAcknowledged && records > 0)
        {
            _room.Release(records);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A prediction is not in the log: it cannot be written.")]
        public static partial void Unwritable(ILogger logger, Exception exception);
    }
}
