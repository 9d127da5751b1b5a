using System.Collections.Concurrent;
using HotelCancellation.Features;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Registry;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class SwapTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Clients = 4;
    private const int Swaps = 16;
    private const int MostSwaps = 2000;

    [Fact]
    public async Task Post_WhileTheChampionIsReplaced_NoRequestFailsAndEveryAnswerIsOfOneVersion()
    {
        await using var host = await ApiHost.StartAsync(new Dictionary<string, string?>(azurite.Settings()) { ["RateLimit:PermitsPerSecond"] = "1000000", ["RateLimit:Burst"] = "1000000" });
        using var client = await host.ClientAsync();
        var body = ApiHost.Booking().ToJsonString();
        var row = BookingOf(body);
        var expected = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        foreach (var shift in (double[])[0, 0.5])
        {
            await ExpectAsync(shift);
        }

        using var stop = new CancellationTokenSource();
        var asking = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            var asked = 0;
            while (!stop.IsCancellationRequested)
            {
                using var answer = await client.PostAsync("/api/v1/predictions", ApiHost.Body(body));
                ((int)answer.StatusCode).ShouldBe(200);
                var json = await answer.JsonAsync();
                var version = json.GetProperty("modelVersion").GetString()!;
                json.GetProperty("probability").GetDouble().ShouldBe(expected[version]);
                seen.AddOrUpdate(version, 1, (_, n) => n + 1);
                asked++;
            }

            return asked;
        })).ToArray();
        for (var i = 0; i < Swaps || seen.Count < 2; i++)
        {
            (i < MostSwaps).ShouldBeTrue("both versions have answered");
            await host.PromoteAsync(i % 2 == 0 ? 0.5 : 0);
        }

        await stop.CancelAsync();
        (await Task.WhenAll(asking)).ShouldAllBe(asked => asked > 0);

        async Task ExpectAsync(double shift)
        {
            var manifest = await host.PromoteAsync(shift);
            var bundle = (await host.Get<ModelRegistry>().LoadAsync(manifest.Version, default)).Bundle!;
            expected[manifest.Version.Value] = bundle.Model.Probability(row);
        }
    }

    private static BookingAt BookingOf(string body)
    {
        var booking = Bookings.Reading.BookingJson.Read(System.Text.Encoding.UTF8.GetBytes(body), 1).Event!.Booking;
        return new BookingAt(booking, booking.BookedOn);
    }
}
