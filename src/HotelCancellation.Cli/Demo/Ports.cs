using System.Net;
using System.Net.Sockets;

namespace HotelCancellation.Cli.Demo;

/// <summary>Ports of the loopback interface.</summary>
internal static class Ports
{
    /// <summary>Whether a server could listen on the port now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The preferred first port of three in a row where all are free, otherwise three that are.</summary>
    public static int ThreeInARow(int preferred)
    {
        for (var first = preferred; first < 65_000; first += 10)
        {
            if (IsFree(first) && IsFree(first + 1) && IsFree(first + 2))
            {
                return first;
            }
        }

        throw new InvalidOperationException($"No three free ports in a row from {preferred} on.");
    }

    /// <summary>Whether a server listens on the port.</summary>
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
