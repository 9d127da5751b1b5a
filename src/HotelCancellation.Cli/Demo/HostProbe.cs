using System.Net;
using System.Text;

namespace HotelCancellation.Cli.Demo;

/// <summary>Asks the demo's host as a caller would.</summary>
internal sealed class HostProbe(int port)
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Uri _root = new($"http://127.0.0.1:{port}/");

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(_root, "health/ready"), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<string> PredictAsync(string booking, string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, "api/v1/predictions"))
        {
            Content = new StringContent(booking, Encoding.UTF8, "application/json"),
            Headers = { { "x-api-key", key } },
        };
        using var answer = await Client.SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
