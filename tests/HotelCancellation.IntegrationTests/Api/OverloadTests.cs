using System.Net;
using System.Net.Http.Json;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class OverloadTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string One = "/api/v1/predictions";
    private const string Many = "/api/v1/predictions/batch";

    [Fact]
    public async Task Post_MoreRequestsAtOnceThanMayBe_Is503AtOnceAndPassesWhenOneHasEnded()
    {
        await using var host = await StartAsync("Overload:MaxConcurrentRequests");
        using var client = await host.ClientAsync();
        var key = (await host.NewKeyAsync()).Text;
        var open = await RawRequest.OpenAsync(client.BaseAddress!, One, key, "application/json");
        try
        {
            using var refused = await UntilAsync(AskBesideAsync, HttpStatusCode.ServiceUnavailable);

            (await refused.ProblemAsync(503)).GetProperty("detail").GetString().ShouldBe("This instance answers as many requests as it can at once; try again in 7 s.");
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
            using var stranger = host.Client("guess");
            (await stranger.PostAsJsonAsync(One, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, "nobody is looked at");
            (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetStringAsync("/metrics")).ShouldContain("hotelcancel_requests_shed_total{otel_scope_name=\"HotelCancellation\",kind=\"request\"}");
            (await client.PostAsync(Many, ApiHost.Body($"[{ApiHost.Booking().ToJsonString()}]"))).StatusCode.ShouldBe(HttpStatusCode.OK, "batches have places of their own");
        }
        finally
        {
            await open.DisposeAsync();
        }

        using var passed = await UntilAsync(() => client.PostAsJsonAsync(One, ApiHost.Booking()), HttpStatusCode.OK);

        async Task<HttpResponseMessage> AskBesideAsync()
        {
            if (open.IsAnswered)
            {
                // Ours was taken up first, and the other one refused.
                await open.DisposeAsync();
                open = await RawRequest.OpenAsync(client.BaseAddress!, One, key, "application/json");
            }

            return await client.PostAsJsonAsync(One, ApiHost.Booking());
        }
    }

    [Fact]
    public async Task Post_MoreBatchesAtOnceThanMayBe_Is503AndOthersPass()
    {
        await using var host = await StartAsync("Overload:MaxConcurrentBatches");
        using var client = await host.ClientAsync(ApiRoles.Predict | ApiRoles.Ingest);
        var body = $"[{ApiHost.Booking().ToJsonString()}]";
        await using (var batch = await RawRequest.OpenAsync(client.BaseAddress!, Many, (await host.NewKeyAsync()).Text))
        {
            await batch.SendLineAsync(ApiHost.Booking().ToJsonString());
            await batch.ReadUntilAsync("predictionId");

            await (await client.PostAsync(Many, ApiHost.Body(body))).ProblemAsync(503);
            await (await client.PostAsync("/api/v1/bookings", ApiHost.Body(body))).ProblemAsync(503);
            (await client.PostAsJsonAsync(One, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var passed = await UntilAsync(() => client.PostAsync(Many, ApiHost.Body(body)), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_MoreRequestsThanAreTakenUpInTime_SomeAre503UntilTheyAreFewer()
    {
        var settings = azurite.Settings();
        settings["Overload:MaxQueueMilliseconds"] = "1";
        settings["Overload:HoldMilliseconds"] = "300";
        settings["RateLimit:PermitsPerSecond"] = "1000000";
        settings["RateLimit:Burst"] = "1000000";
        await using var host = await ApiHost.StartAsync(settings);
        using var client = await host.ClientAsync();
        using var probe = host.Client();
        using var refused = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(refused.Token, limit.Token);
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();

        // So that the key is known: of many at once who show a new one, some are 503 for that.
        (await client.PostAsJsonAsync(One, ApiHost.Booking())).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => AskAsync()));

        limit.IsCancellationRequested.ShouldBeFalse("nobody was refused");
        statuses.Keys.Order().ShouldBe([200, 503]);
        (await probe.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetStringAsync("/metrics")).ShouldContain("hotelcancel_requests_shed_total{otel_scope_name=\"HotelCancellation\",kind=\"queue\"}");
        (await client.GetStringAsync("/metrics")).ShouldContain("hotelcancel_queue_wait_seconds{");
        using var passed = await UntilAsync(() => client.PostAsJsonAsync(One, ApiHost.Booking()), HttpStatusCode.OK);

        async Task AskAsync()
        {
            while (!over.IsCancellationRequested)
            {
                var asked = TimeProvider.System.GetTimestamp();
                using var answer = await client.PostAsJsonAsync(One, ApiHost.Booking());
                statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && !refused.IsCancellationRequested)
                {
                    var held = TimeProvider.System.GetElapsedTime(asked);
                    held.TotalMilliseconds.ShouldBeGreaterThanOrEqualTo(299, $"a refusal is held back: {await answer.Content.ReadAsStringAsync()}");
                    await refused.CancelAsync();
                    var seconds = (int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
                    seconds.ShouldBeInRange(2, 4, "some are told to stay away for longer");
                    (await answer.ProblemAsync(503)).GetProperty("detail").GetString().ShouldBe($"More requests wait for this instance than it can answer in time; try again in {seconds} s.");
                }
            }
        }
    }

    private Task<ApiHost> StartAsync(string limit)
    {
        var settings = azurite.Settings();
        settings[limit] = "1";
        settings["Overload:RetryAfterSeconds"] = "7";
        return ApiHost.StartAsync(settings);
    }

    /// <summary>Asks again until the host has noticed what another connection did.</summary>
    private static async Task<HttpResponseMessage> UntilAsync(Func<Task<HttpResponseMessage>> ask, HttpStatusCode status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var response = await ask();
            if (response.StatusCode == status)
            {
                return response;
            }

            response.Dispose();
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
