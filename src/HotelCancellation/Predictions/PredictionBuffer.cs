using System.Threading.Channels;
using HotelCancellation.Platform;

namespace HotelCancellation.Predictions;

/// <summary>What became of a record that was given to the buffer.</summary>
internal enum Intake
{
    /// <summary>It waits to be written.</summary>
    Taken,

    /// <summary>There is no room.</summary>
    Full,

    /// <summary>The host ends.</summary>
    Closed,
}

/// <summary>
/// Records on their way to storage, encoded as they come into blocks of one day each: what waits is bytes, which the garbage collector need not follow, and no booking
/// outlives its request. A record is encoded by whoever brings it, in about a microsecond, so that a lock is enough. For many who bring and one who takes.
/// </summary>
/// <param name="flushRecords">Records from which on a block is full.</param>
/// <param name="maxBuffered">The most records that are not durable yet; those that somebody waits for are not counted against it here.</param>
/// <param name="meter">Counts what is dropped.</param>
internal sealed class PredictionBuffer(int flushRecords, int maxBuffered, HotelCancellationMeter meter)
{
    private const int BlockBytes = 2 * 1024 * 1024;
    private const int SpareBlocks = 4;
    private const long MillisecondsOfDay = 24 * 60 * 60 * 1000;
    private readonly Lock _lock = new();
    private readonly Channel<bool> _some = Signal();
    private readonly Channel<bool> _enough = Signal();

    // One, and around midnight two.
    private readonly List<PendingBlock> _open = [];
    private readonly Queue<PendingBlock> _sealed = new();
    private readonly Stack<PendingBlock> _spare = new();
    private bool _told;
    private bool _closed;
    private int _buffered;
    private long _dropped;

    /// <summary>Records that are not durable yet.</summary>
    public int Buffered => Volatile.Read(ref _buffered);

    /// <summary>Records that were dropped.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether somebody waits for what is not sealed yet.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_lock)
            {
                return _open.Exists(b => b.Callers.Count > 0);
            }
        }
    }

    /// <summary>Takes a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="durable">Told when it is durable; null where nobody waits.</param>
    /// <remarks>A record that cannot be encoded throws whatever it throws, and leaves nothing behind.</remarks>
    public Intake Add(PredictionRecord record, TaskCompletionSource? durable)
    {
        var day = (int)(record.Id.Milliseconds / MillisecondsOfDay);
        lock (_lock)
        {
            if (_closed)
            {
                return Intake.Closed;
            }

            if (durable is null && _buffered >= maxBuffered)
            {
                return Intake.Full;
            }

            var block = Open(day);
            block.Writer.Add(record);
            if (durable is not null)
            {
                block.Callers.Add(durable);
            }

            Interlocked.Increment(ref _buffered);
            if (block.Writer.Count >= flushRecords || block.Writer.RawBytes >= BlockBytes)
            {
                _open.Remove(block);
                _sealed.Enqueue(block);
                _enough.Writer.TryWrite(true);
            }

            if (durable is not null)
            {
                // Somebody waits, and what was not asked for in haste goes along.
                _enough.Writer.TryWrite(true);
            }

            Tell();
            return Intake.Taken;
        }
    }

    /// <summary>Counts requests for predictions that failed, in the block of their day. They take no room.</summary>
    /// <param name="count">How many.</param>
    /// <param name="milliseconds">When, Unix milliseconds.</param>
    /// <param name="isNews">Whether it is to be written soon; otherwise with whatever is written next.</param>
    public void Fail(int count, long milliseconds, bool isNews)
    {
        lock (_lock)
        {
            Open((int)(milliseconds / MillisecondsOfDay)).Writer.Fail(count, milliseconds);
            if (isNews)
            {
                Tell();
            }
        }
    }

    /// <summary>Takes no more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            // What was to go with the next block has no other one to go with.
            Tell();
            _closed = true;
            _some.Writer.TryComplete();
        }
    }

    /// <summary>Waits until there is something to write; false when there is nothing and the buffer is closed.</summary>
    public async ValueTask<bool> SomeAsync(CancellationToken cancellationToken)
    {
        if (!await _some.Reader.WaitToReadAsync(cancellationToken))
        {
            return false;
        }

        _some.Reader.TryRead(out _);
        return true;
    }

    /// <summary>Waits until a block is full, or somebody waits for one.</summary>
    public ValueTask<bool> EnoughAsync(CancellationToken cancellationToken) => _enough.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Makes all there is ready to be taken, full or not.</summary>
    public void Seal()
    {
        lock (_lock)
        {
            foreach (var block in _open.Where(b => b.Writer.Count > 0 || b.Writer.Failed > 0).OrderBy(b => b.Day))
            {
                _sealed.Enqueue(block);
            }

            _open.Clear();
            _told = false;
        }
    }

    /// <summary>Takes a block that is full or sealed.</summary>
    public PendingBlock? Take()
    {
        lock (_lock)
        {
            if (_sealed.TryDequeue(out var block))
            {
                return block;
            }

            if (!IsAwaited)
            {
                _enough.Reader.TryRead(out _);
            }

            return null;
        }
    }

    /// <summary>Forgets records that are durable, or lost.</summary>
    public void Forget(int records) => Interlocked.Add(ref _buffered, -records);

    /// <summary>Counts records that are lost.</summary>
    public void Drop(int records, string reason)
    {
        Interlocked.Add(ref _dropped, records);
        meter.LogDropped(records, reason);
    }

    /// <summary>Takes back a block whose bytes nobody uses any more.</summary>
    public void Reuse(PendingBlock block)
    {
        block.Callers.Clear();
        lock (_lock)
        {
            if (_spare.Count < SpareBlocks)
            {
                _spare.Push(block);
            }
        }
    }

    private void Tell()
    {
        if (!_told)
        {
            _told = true;
            _some.Writer.TryWrite(true);
        }
    }

    private PendingBlock Open(int day)
    {
        foreach (var block in _open)
        {
            if (block.UnixDay == day)
            {
                return block;
            }
        }

        var opened = _spare.TryPop(out var spare) ? spare : new PendingBlock();
        opened.UnixDay = day;
        _open.Add(opened);
        return opened;
    }

    private static Channel<bool> Signal() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
}
