using System.Net;
using System.Net.Sockets;
using System.Text;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform;

namespace HotelCancellation.IntegrationTests.Platform;

public sealed class StorageClientsTests
{
    [Fact]
    public async Task Answers_StorageThatIsSlow_IsThere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAfterAsync(listener, TimeSpan.FromSeconds(4));

        (await AnswersAsync(ConnectionString(listener), timeoutSeconds: 60)).ShouldBeTrue();

        listener.Stop();
        await answering;
    }

    [Fact]
    public async Task Answers_StorageThatAcceptsAndIsSilent_IsNotThere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        (await AnswersAsync(ConnectionString(listener), timeoutSeconds: 1)).ShouldBeFalse();
    }

    [Fact]
    public async Task Answers_NothingListens_IsNotThere()
    {
        await using var absent = AzuriteServer.NotStarted();

        (await AnswersAsync(absent.ConnectionString, timeoutSeconds: 60)).ShouldBeFalse();
    }

    private static async Task<bool> AnswersAsync(string connection, int timeoutSeconds)
    {
        var settings = AzuriteFixture.SettingsFor(connection, "");
        settings["Storage:TimeoutSeconds"] = $"{timeoutSeconds}";
        await using var stage = new TestStage(settings);
        return await stage.Storage.AnswersAsync(default);
    }

    private static string ConnectionString(TcpListener listener)
    {
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return $"DefaultEndpointsProtocol=http;AccountName=account;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:{port}/account;TableEndpoint=http://127.0.0.1:{port}/account;";
    }

    // As storage says that there is no such container, but late.
    private static async Task AnswerAfterAsync(TcpListener listener, TimeSpan delay)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await Task.Delay(delay);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nx-ms-error-code: ContainerNotFound\r\nContent-Length: 0\r\n\r\n"));
    }
}
