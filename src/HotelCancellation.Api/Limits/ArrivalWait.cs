using System.Net.Sockets;
using HotelCancellation.Platform;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Limits;

/// <summary>
/// How long requests have waited when they are taken up. Where a prediction waits for nothing else, requests that are too many wait here: in the server's queues, and for a thread, before anything counts them as begun.
/// The kernel knows when the last of a request's bytes arrived (<c>tcp_info</c> of Linux); some requests a second are looked up. Where there is no such socket, nobody is too many.
/// </summary>
internal sealed class ArrivalWait
{
    private const int TcpInfo = 11;
    private const int LastDataReceived = 52;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);
    private readonly TimeProvider _clock;
    private readonly ShedShare? _share;
    private readonly long _period;
    private long _looked;
    private int _taken;

    public ArrivalWait(IOptions<OverloadOptions> options, HotelCancellationMeter meter, TimeProvider clock)
    {
        (_clock, _period) = (clock, (long)(Period.TotalSeconds * clock.TimestampFrequency));
        Limit = TimeSpan.FromMilliseconds(options.Value.MaxQueueMilliseconds);
        if (Limit > TimeSpan.Zero)
        {
            _share = new ShedShare(Limit);
            meter.ObserveQueue(() => _share.Wait.TotalSeconds);
        }
    }

    /// <summary>How long a request may wait.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Whether a request that has just been taken up is one too many.</summary>
    public bool IsTooMany(HttpContext context)
    {
        if (_share is null)
        {
            return false;
        }

        Interlocked.Increment(ref _taken);
        var (now, last) = (_clock.GetTimestamp(), Volatile.Read(ref _looked));
        if (now - last >= _period && Interlocked.CompareExchange(ref _looked, now, last) == last && Since(context) is { } wait)
        {
            _share.Update(wait, _clock.GetElapsedTime(last, now), Interlocked.Exchange(ref _taken, 0));
        }

        return _share.TakesNext();
    }

    private static TimeSpan? Since(HttpContext context)
    {
        if (!OperatingSystem.IsLinux() || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return null;
        }

        Span<byte> info = stackalloc byte[LastDataReceived + sizeof(uint)];
        try
        {
            return socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfo, info) == info.Length
                ? TimeSpan.FromMilliseconds(BitConverter.ToUInt32(info[LastDataReceived..]))
                : null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A socket of another kind, or the caller has left.
            return null;
        }
    }
}
