using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using HotelCancellation.Api.Limits;
using HotelCancellation.Platform;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HotelCancellation.IntegrationTests.Api;

/// <summary>What the kernel says of a connection's last bytes, against a stopwatch.</summary>
public sealed class ArrivalWaitTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    // The kernel counts in its ticks, of 10 ms at most.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    [SkippableFact]
    public void IsTooMany_BytesThatCameAWhileAgoAndJustNow_SeesForHowLongTheyHaveWaited()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other kernels do not tell.");
        var (client, server) = Pair();
        using var own = client;
        using var other = server;
        using var meter = new HotelCancellationMeter();
        var time = new FakeTimeProvider();
        var wait = new ArrivalWait(Options.Create(new OverloadOptions { MaxQueueMilliseconds = 60_000 }), meter, time);
        var context = new DefaultHttpContext();
        context.Features.Set<IConnectionSocketFeature>(new Connection(server));

        var sent = Stopwatch.StartNew();
        Pass(client, server);
        var arrived = Stopwatch.StartNew();

        // The kernel's clock cannot be set, so this time has to pass. What is sent the other way meanwhile, and acknowledged, keeps the times beside this one small.
        while (arrived.Elapsed < Wait)
        {
            Pass(server, client);
        }

        ShouldHaveWaited(sent, arrived, Look);
        sent.Restart();
        Pass(client, server);
        arrived.Restart();
        LookAfter(TimeSpan.FromMilliseconds(4.9)).ShouldBeGreaterThanOrEqualTo(Wait - Tick, "the kernel is asked every five milliseconds");
        ShouldHaveWaited(sent, arrived, () => LookAfter(TimeSpan.FromMilliseconds(0.1)));
        ShouldHaveWaited(sent, arrived, Look);

        TimeSpan Look() => LookAfter(TimeSpan.FromSeconds(1));

        TimeSpan LookAfter(TimeSpan passed)
        {
            time.Advance(passed);
            wait.IsTooMany(context).ShouldBeFalse();
            return Seen(meter);
        }
    }

    /// <summary>No longer than since the bytes were sent, and no shorter than since they had arrived, however busy the machine is.</summary>
    private static void ShouldHaveWaited(Stopwatch sent, Stopwatch arrived, Func<TimeSpan> look)
    {
        var least = arrived.Elapsed;
        var seen = look();
        seen.ShouldBeInRange(least - Tick, sent.Elapsed + Tick);
    }

    private static TimeSpan Seen(HotelCancellationMeter meter)
    {
        double? seconds = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter, meter.Meter) && instrument.Name == "hotelcancel.queue.wait")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => seconds = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return TimeSpan.FromSeconds(seconds.ShouldNotBeNull());
    }

    private static void Pass(Socket from, Socket to)
    {
        Span<byte> one = [1];
        from.Send(one).ShouldBe(1);
        to.Receive(one).ShouldBe(1);
    }

    private static (Socket Client, Socket Server) Pair()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Connect(listener.LocalEndpoint);
        var server = listener.AcceptSocket();
        server.NoDelay = true;
        return (client, server);
    }

    private sealed record Connection(Socket Socket) : IConnectionSocketFeature;
}
