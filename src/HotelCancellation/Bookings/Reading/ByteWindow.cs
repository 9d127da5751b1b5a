using System.Buffers;

namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// A window of fixed size that slides over a stream, so that an input of any length is read in the same memory. The bytes
/// in it are contiguous.
/// </summary>
internal sealed class ByteWindow(Stream stream, int capacity) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int _start;
    private int _end;

    /// <summary>What was read and not consumed yet.</summary>
    public ReadOnlySpan<byte> Pending => _buffer.AsSpan(_start, _end - _start);

    /// <summary>No room is left: whatever is looked for is longer than the window.</summary>
    public bool IsFull => _end - _start == capacity;

    public void Consume(int count) => _start += count;

    /// <summary>Reads on; false at the end of the stream. The window must not be full.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_end == capacity)
        {
            Pending.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end, capacity - _end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>First what is pending, then the rest of the stream.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            return await stream.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(target.Length, _end - _start);
        Pending[..count].CopyTo(target.Span);
        Consume(count);
        return count;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
