using System.Security.Cryptography;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;
using HotelCancellation.TestSupport;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Predictions;

/// <summary>Kills the real host, by SIGKILL, while it predicts.</summary>
public sealed class PredictionKillTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Kill_Acknowledged_LosesNothingThatWasAnswered()
    {
        var (answered, logged, _, _) = await RunAsync("acknowledged");

        answered.Count.ShouldBeGreaterThan(0);
        answered.Except(logged).ShouldBeEmpty();
    }

    [Fact]
    public async Task Kill_Buffered_LosesOnlyTheLastSeconds()
    {
        var (answered, logged, times, killed) = await RunAsync("buffered");

        // What was answered a flush and a write before the end is there; all of it may be there.
        logged.Count.ShouldBeGreaterThan(0);
        answered.Except(logged).ShouldAllBe(id => killed - times[id] < TimeSpan.FromSeconds(1 + 4));
    }

    /// <returns>The ids that clients got, those in the log, when each was answered, and when the host was killed.</returns>
    private async Task<(HashSet<string> Answered, HashSet<string> Logged, Dictionary<string, DateTimeOffset> Times, DateTimeOffset Killed)> RunAsync(string durability)
    {
        var settings = azurite.Settings();
        settings["Predictions:Durability"] = durability;
        settings["Predictions:FlushSeconds"] = "1";
        settings["RateLimit:Burst"] = "100000";
        string key;
        await using (var stage = new TestStage(settings))
        {
            key = (await stage.Get<TableApiKeys>().CreateAsync(new ApiKeyRequest { Name = "t", Roles = ApiRoles.Predict })).Text;
            var manifest = await stage.Registry.RegisterAsync(TestModels.Draft(0), default);
            (await stage.Registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, "t", "t", default)).Succeeded.ShouldBeTrue();
        }

        var times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var wanted = RandomNumberGenerator.GetInt32(300, 600);
        DateTimeOffset killed = default;
        DateTimeOffset? first = null;
        await using (var host = await WebProcess.StartAsync(settings, key))
        {
            await LogStage.UntilAsync(async () => (await host.Client.GetAsync("/health/ready")).IsSuccessStatusCode, "no model");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                while (!host.IsKilled)
                {
                    try
                    {
                        var id = (await host.Client.PostAsync("/api/v1/predictions", ApiHost.Body(ApiHost.Booking().ToJsonString())).OkAsync()).GetProperty("predictionId").GetString()!;
                        lock (times)
                        {
                            var now = TimeProvider.System.GetUtcNow();
                            first ??= now;
                            times.Add(id, now);

                            // Long enough for some to be written, whatever the durability is.
                            if (times.Count >= wanted && now - first > TimeSpan.FromSeconds(7) && !host.IsKilled)
                            {
                                killed = now;
                                host.Kill();
                            }
                        }
                    }
                    catch (Exception e) when (e is HttpRequestException or IOException && host.IsKilled)
                    {
                        // Cut off; nobody was told.
                    }
                }
            }));
        }

        await using var after = new TestStage(settings);
        var today = DateOnly.FromDateTime(killed.UtcDateTime);
        var logged = await after.Get<LoggedPredictions>().ReadAsync(today.AddDays(-1), today, null, default).Select(r => r.Id.Value).ToListAsync();
        output.WriteLine($"{durability}: {times.Count} answered, {logged.Count} in the log, {times.Keys.Except(logged, StringComparer.Ordinal).Count()} answered and lost");
        return ([.. times.Keys], [.. logged], times, killed);
    }
}
