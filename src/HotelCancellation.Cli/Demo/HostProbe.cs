using System.Net;
using System.Text;

namespace HotelCancellation.Cli.Demo;

/// <summary>Asks the demo's host as a caller would.</summary>
internal sealed class HostProbe(int port)
{
    /// <summary>A booking that the demo's curl asks about; its property is one of the generated ones.</summary>
    public const string Booking =
        """{"bookingId":"B-1","propertyId":"city-01","bookedOn":"2025-12-01","arrivalDate":"2026-02-14","weekendNights":1,"weekNights":2,"adults":2,"children":0,"babies":0,"meal":"BB","marketSegment":"Online TA","distributionChannel":"TA/TO","reservedRoomType":"A","depositType":"No Deposit","agent":"9","customerType":"Transient","isRepeatedGuest":false,"previousCancellations":0,"previousBookingsNotCanceled":0,"adr":120.5,"specialRequests":1}""";

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

    public async Task<string> PredictAsync(string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, "api/v1/predictions"))
        {
            Content = new StringContent(Booking, Encoding.UTF8, "application/json"),
            Headers = { { "x-api-key", key } },
        };
        using var answer = await Client.SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
