using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace HotelCancellation.IntegrationTests.Support;

/// <summary>Stands between a host and the blobs or tables of an Azurite, so that storage goes, hangs and comes back in no time, for one test alone.</summary>
internal sealed class StorageDoor : IAsyncDisposable
{
    private readonly int _target;
    private readonly int _port;
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private TcpListener? _listener;
    private CancellationTokenSource _closing = new();
    private Task _accepting;
    private volatile bool _hangs;
    private volatile bool _isCut;
    private int _left = int.MaxValue;

    private StorageDoor(string connectionString, Uri service)
    {
        _target = service.Port;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener, _closing.Token);
        ConnectionString = connectionString.Replace($"127.0.0.1:{_target}", $"127.0.0.1:{_port}", StringComparison.Ordinal);
    }

    /// <summary>The same storage, one service of it through the door.</summary>
    public string ConnectionString { get; }

    public static StorageDoor To(AzuriteFixture azurite) => new(azurite.ConnectionString, new BlobServiceClient(azurite.ConnectionString).Uri);

    public static StorageDoor ToTables(AzuriteFixture azurite) => new(azurite.ConnectionString, new TableServiceClient(azurite.ConnectionString).Uri);

    /// <summary>Cuts all connections, and refuses new ones.</summary>
    public async Task CloseAsync()
    {
        // The loop ends before its listener does: one that is between two connections would ask a listener that is gone.
        await _closing.CancelAsync();
        await _accepting;
        _listener?.Dispose();
        _listener = null;
        Cut();
    }

    /// <summary>Cuts all connections, and takes new ones without ever answering.</summary>
    public void Hang()
    {
        _hangs = true;
        Cut();
    }

    /// <summary>Lets so many more pieces of requests and answers through, then none: what was asked last may have been done, or not.</summary>
    public void CutAfter(int pieces) => Volatile.Write(ref _left, pieces);

    /// <summary>Answers again.</summary>
    public void Open()
    {
        Volatile.Write(ref _left, int.MaxValue);
        (_hangs, _isCut) = (false, false);
        Cut();
        if (_listener is null)
        {
            _listener = new TcpListener(IPAddress.Loopback, _port);
            _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Start();
            _closing.Dispose();
            _closing = new CancellationTokenSource();
            _accepting = AcceptAsync(_listener, _closing.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _closing.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken closing)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(closing);
                if (_isCut)
                {
                    client.Dispose();
                    continue;
                }

                Keep(client);
                if (!_hangs)
                {
                    _ = ForwardAsync(client);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        Keep(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (SocketException)
        {
            // Cut.
        }

        client.Dispose();
        server.Dispose();
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                if (Interlocked.Decrement(ref _left) < 0)
                {
                    _isCut = true;
                    Cut();
                    return;
                }

                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private void Keep(Socket socket)
    {
        lock (_lock)
        {
            _sockets.Add(socket);
        }
    }

    private void Cut()
    {
        lock (_lock)
        {
            _sockets.ForEach(s => s.Dispose());
            _sockets.Clear();
        }
    }
}
