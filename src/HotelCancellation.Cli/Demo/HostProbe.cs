using System.Net;
using System.Text;
using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;

namespace HotelCancellation.Cli.Demo;

/// <summary>Asks the demo's host as a caller would.</summary>
internal sealed class HostProbe(int port)
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly HttpClient Patient = new() { Timeout = TimeSpan.FromMinutes(5) };
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

    /// <summary>Sends rows to be taken in; returns how many were quarantined.</summary>
    /// <exception cref="HttpRequestException">They were not all taken in.</exception>
    public async Task<long> SendAsync(IEnumerable<BookingEvent> rows, bool lives, string key, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await using (var writer = new BookingJsonWriter(body))
        {
            await writer.WriteAllAsync(rows, cancellationToken);
        }

        body.Position = 0;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, $"api/v1/bookings?lives={(lives ? "true" : "false")}"))
        {
            Content = new StreamContent(body) { Headers = { ContentType = new("application/x-ndjson") } },
            Headers = { { "x-api-key", key } },
        };
        using var answer = await Patient.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement.GetProperty("quarantined").GetInt64()
            : throw new HttpRequestException($"The host answered {(int)answer.StatusCode}: {text}");
    }
}
