using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class RateLimitTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Post_MoreThanTheBurst_Is429PerKeyAndPassesAgainLater()
    {
        var settings = azurite.Settings();
        settings["RateLimit:PermitsPerSecond"] = "1";
        settings["RateLimit:Burst"] = "2";
        await using var host = await ApiHost.StartAsync(settings);
        using var greedy = await host.ClientAsync();
        using var other = await host.ClientAsync();
        await PostAsync(greedy);
        await PostAsync(greedy);

        var refused = await PostAsync(greedy);
        // A slow machine may have earned a permit meanwhile.
        for (var i = 0; i < 20 && refused.StatusCode == HttpStatusCode.OK; i++)
        {
            refused = await PostAsync(greedy);
        }

        await refused.ProblemAsync(429);
        refused.Headers.RetryAfter!.Delta.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        (await PostAsync(other)).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < 20; i++)
        {
            (await greedy.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var clock = Stopwatch.StartNew();
        while ((await PostAsync(greedy)).StatusCode == HttpStatusCode.TooManyRequests)
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task Get_GuessesWithoutAKey_AreLimitedByAddress()
    {
        var settings = azurite.Settings();
        settings["RateLimit:PermitsPerSecond"] = "1";
        settings["RateLimit:Burst"] = "3";
        await using var host = await ApiHost.StartAsync(settings, withModel: false);
        using var client = host.Client("guess");

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            statuses.Add((await PostAsync(client)).StatusCode);
        }

        statuses[0].ShouldBe(HttpStatusCode.Unauthorized);
        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client) => client.PostAsJsonAsync("/api/v1/predictions", ApiHost.Booking());
}
