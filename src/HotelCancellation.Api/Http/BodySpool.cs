namespace HotelCancellation.Api.Http;

/// <summary>
/// The body of a streamed request, with a limit. Many clients read nothing before they have sent everything; an answer
/// that waits for such a client to read, while the client waits for us to read, would stand still for ever. So while the
/// answer waits, the rest of the body is taken into a temporary file, and read from there later. For one reader and one who
/// drains: they take turns.
/// </summary>
internal sealed class BodySpool(Stream body, long mostBytes) : Stream
{
    private const int BufferBytes = 64 * 1024;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private FileStream? _file;
    private long _written;
    private long _read;
    private long _taken;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private Task<int>? _pending;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The bytes that went through the temporary file so far.</summary>
    internal long SpooledBytes => _written;

    /// <inheritdoc/>
    /// <exception cref="BodyTooLargeException">The body is larger than what is taken.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ReadNextAsync(buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes what the client sends into the temporary file until something has happened or the body ends. A reading under way comes first.</summary>
    /// <param name="happened">What is waited for.</param>
    public async Task DrainUntilAsync(Task happened)
    {
        while (!happened.IsCompleted)
        {
            var turn = _turn.WaitAsync(_stop.Token);
            if (await Task.WhenAny(turn, happened) == happened)
            {
                ReturnWhenGiven(turn);
                return;
            }

            await turn;
            try
            {
                // Not cancelled when it has happened: a read that has begun is left for the next reader.
                _pending ??= ReadAheadAsync();
                if (await Task.WhenAny(_pending, happened) == happened || !_pending.IsCompletedSuccessfully || await _pending is not (> 0 and var count))
                {
                    return;
                }

                await AppendAsync(count);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reading is possible.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Ends a reading under way, since the server reads the rest of the body itself, and deletes the file.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_pending is { } pending)
        {
            await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
        _turn.Dispose();
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private async Task<int> ReadNextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_file is not null && _read < _written)
        {
            return await ReadFileAsync(buffer, cancellationToken);
        }

        if (_pending is { } pending)
        {
            var count = await pending.WaitAsync(cancellationToken);
            // What does not fit goes by way of the file, like all that was read ahead.
            if (count > buffer.Length)
            {
                await AppendAsync(count);
                return await ReadFileAsync(buffer, cancellationToken);
            }

            _pending = null;
            _buffer.AsMemory(0, count).CopyTo(buffer);
            return count;
        }

        return Count(await body.ReadAsync(buffer, cancellationToken));
    }

    private async Task<int> ReadFileAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await RandomAccess.ReadAsync(_file!.SafeFileHandle, buffer[..(int)Math.Min(buffer.Length, _written - _read)], _read, cancellationToken);
        _read += count;
        return count;
    }

    // The reader has it, for as long as the client sends nothing.
    private void ReturnWhenGiven(Task turn) =>
        _ = turn.ContinueWith(_ => _turn.Release(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task<int> ReadAheadAsync() => Count(await body.ReadAsync(_buffer, _stop.Token));

    private async Task AppendAsync(int count)
    {
        _file ??= Create();
        await RandomAccess.WriteAsync(_file.SafeFileHandle, _buffer.AsMemory(0, count), _written);
        _written += count;
        _pending = null;
    }

    private static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"hotelcancel-{Guid.NewGuid():N}.tmp"), options);
    }

    private int Count(int bytes)
    {
        _taken += bytes;
        return _taken <= mostBytes ? bytes : throw new BodyTooLargeException(mostBytes);
    }
}
