using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using HotelCancellation.Api.Security;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.IntegrationTests.Api;

/// <summary>Keys that are shown over a connection of several requests at a time.</summary>
public sealed class ConnectionKeyTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Route = "/api/v1/predictions";

    [Fact]
    public async Task Post_ManyKeysAtOnceOverOneHttp2Connection_EachIsJudgedByItself()
    {
        const int Connections = 8;
        const int AtOnce = 60;
        var settings = azurite.Settings();

        // Without TLS a connection has HTTP/2 from its first byte, or not at all.
        settings["Kestrel:EndpointDefaults:Protocols"] = "Http2";
        await using var host = await ApiHost.StartAsync(settings);
        var free = (await host.NewKeyAsync()).Text;
        (string Key, int Status)[] shown =
        [
            (free, 200),
            (free[..^1] + (free[^1] == 'A' ? 'E' : 'A'), 401),
            ((await host.NewKeyAsync(ApiRoles.Ingest | ApiRoles.Operate)).Text, 403),
            ((await host.NewKeyAsync(ApiRoles.Predict, "resort")).Text, 403),
            ((await host.NewKeyAsync(ApiRoles.Predict, "city")).Text, 200),
        ];
        await host.Get<ApiKeyRing>().RefreshAsync();

        var address = host.Client().BaseAddress!;
        for (var c = 0; c < Connections; c++)
        {
            var opened = 0;
            using var client = Client(address, () => opened++);

            // The first requests of the connection come together, and each caller goes on with the next key.
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async caller =>
            {
                for (var i = 0; i < shown.Length; i++)
                {
                    var (key, status) = shown[(caller + i) % shown.Length];
                    (await AskAsync(client, key)).ShouldBe(status);
                }
            }));

            opened.ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1", 1)]
    [InlineData("HTTP/2", 0)]
    [InlineData("HTTP/3", 0)]
    public async Task Known_ByProtocol_IsRememberedOnlyWhereRequestsComeOneAfterTheOther(string protocol, int remembered)
    {
        await using var stage = new TestStage(azurite.Settings());
        var keys = new TableApiKeys(stage.Storage, stage.Time);
        var key = await keys.CreateAsync(new ApiKeyRequest { Name = "test", Roles = ApiRoles.Predict });
        using var ring = new ApiKeyRing(keys, Options.Create(new AccessOptions()), stage.Time, NullLogger<ApiKeyRing>.Instance);
        await ring.RefreshAsync();
        var connection = new Connection();
        var context = new DefaultHttpContext { Request = { Protocol = protocol, Headers = { ["x-api-key"] = key.Text } } };
        context.Features.Set<IConnectionItemsFeature>(connection);

        new KeyCallers(ring).Known(context).ShouldNotBeNull();

        connection.Items.Count.ShouldBe(remembered);
    }

    private static async Task<int> AskAsync(HttpClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Route)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = JsonContent.Create(ApiHost.Booking()),
            Headers = { { "x-api-key", key } },
        };
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static HttpClient Client(Uri address, Action opened) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            opened();
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = address };

    private sealed class Connection : IConnectionItemsFeature
    {
        public IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();
    }
}
