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

        await answering.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Answers_StorageThatAcceptsAndIsSilent_IsNotThere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        (await AnswersAsync(ConnectionString(listener), timeoutSeconds: 1)).ShouldBeFalse();
    }

    [Fact]
    public async Task Answers_BlobsWithoutTables_IsNotThere()
    {
        await using var server = await AzuriteServer.StartNewAsync();
        await using var absent = AzuriteServer.NotStarted();
        static string Tables(string connection) => connection.Split(';').Single(p => p.StartsWith("TableEndpoint=", StringComparison.Ordinal));
        var connection = server.ConnectionString;

        (await AnswersAsync(connection, timeoutSeconds: 60)).ShouldBeTrue();
        (await AnswersAsync(connection.Replace(Tables(connection), Tables(absent.ConnectionString), StringComparison.Ordinal), timeoutSeconds: 60)).ShouldBeFalse();
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

    // As storage says that there is no such container or table, but late.
    private static async Task AnswerAfterAsync(TcpListener listener, TimeSpan delay)
    {
        for (var answered = 0; answered < 2; answered++)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await Task.Delay(answered == 0 ? delay : TimeSpan.Zero);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 404 Not Found\r\nx-ms-error-code: {(answered == 0 ? "ContainerNotFound" : "TableNotFound")}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        }
    }
}
