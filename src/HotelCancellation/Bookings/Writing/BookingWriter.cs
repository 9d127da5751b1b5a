using System.Buffers;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Writing;

/// <summary>
/// Writes booking events to a stream in one of the canonical formats. The same events give the same bytes on every machine, and
/// <see cref="BookingReader"/> reads the same events back. The stream is left open; nothing is complete before the writer is disposed.
/// </summary>
public abstract class BookingWriter(Stream stream) : IAsyncDisposable
{
    private const int FlushAt = 64 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt + 8 * 1024);
    private bool _disposed;

    /// <summary>Events written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Writes one event.</summary>
    public ValueTask WriteAsync(BookingEvent booking, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Count == 0)
        {
            Begin(_buffer);
        }

        Append(_buffer, booking);
        Count++;
        return _buffer.WrittenCount < FlushAt ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    /// <summary>Writes all events.</summary>
    public async Task WriteAllAsync(IEnumerable<BookingEvent> bookings, CancellationToken cancellationToken)
    {
        foreach (var booking in bookings)
        {
            await WriteAsync(booking, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            if (Count == 0)
            {
                Begin(_buffer);
            }

            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await stream.FlushAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Writes what stands before the first event.</summary>
    protected virtual void Begin(IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes one event.</summary>
    protected abstract void Append(IBufferWriter<byte> output, BookingEvent booking);

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }
}
