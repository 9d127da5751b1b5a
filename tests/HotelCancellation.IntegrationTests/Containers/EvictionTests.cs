using System.Text.Json;
using HotelCancellation.IntegrationTests.Predictions;
using HotelCancellation.IntegrationTests.Retraining;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Retraining.Runs;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Containers;

/// <summary>A retraining Job on a spot node that Azure takes away.</summary>
public sealed class EvictionTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const string Run = "retraining-monthly-29";
    private static readonly string[] Job = ["work", "--job", "--begin", "--run", Run, "--reason", "the first of the month", "--quiet", "--json"];

    [SkippableFact]
    public async Task Evict_WhileItTrains_GoesOnElsewhereAndEndsOnce()
    {
        Podman.SkipWithoutImage();
        var settings = RetrainingStage.Settings(azurite);
        await using var stage = new TestStage(settings);
        await stage.AddBeforeAsync(0);
        var runs = stage.Get<RetrainingRuns>();

        // The first node is taken with notice, of which the Job does not use much; the second without any.
        await EvictAsync(settings, () => HasBegunAsync(runs, "validate"), "stop", "--time", "25");
        await EvictAsync(settings, () => HasBegunAsync(runs, "train"), "kill", "--signal", "KILL");
        var ended = await EndAsync(settings);
        var again = await EndAsync(settings);

        var run = (await runs.ListAsync(default)).ShouldHaveSingleItem();
        (run.Id, run.Outcome).ShouldBe((Run, RunOutcome.Staged), run.Statement);
        ended.GetProperty("outcome").GetString().ShouldBe("staged");
        again.GetRawText().ShouldBe(ended.GetRawText(), "who comes after the end finds it");
        var steps = await runs.StepsAsync(Run, default);
        steps.ShouldAllBe(s => s.FinishedAt != null);
        steps.Select(s => s.Name).Where(n => n != "try").ShouldBeUnique();
        run.Pickups.ShouldBe(3, "by three processes");
        (await stage.Get<Rollouts>().ListAsync(default)).ShouldHaveSingleItem().Parent.ShouldBe(Run);
        output.WriteLine($"{steps.Count} steps; begun more than once: {string.Join(", ", steps.Where(s => s.Attempts > 1).Select(s => $"{s.Name} ({s.Attempts})"))}");
    }

    private static async Task<bool> HasBegunAsync(RetrainingRuns runs, string step) =>
        await runs.FindAsync(Run, default) is not null && (await runs.StepsAsync(Run, default)).Any(s => s.Name == step);

    private static async Task EvictAsync(Dictionary<string, string?> settings, Func<Task<bool>> isThere, params string[] how)
    {
        var id = await Podman.StartAsync(settings, "/app/hotelcancel", Job);
        await LogStage.UntilAsync(isThere, "it does not get there");
        await Podman.RunAsync([.. how, id]);
        (await Podman.RunAsync("wait", id)).Trim().ShouldNotBe("0", await Podman.RunAsync("logs", id));
        await Podman.RunAsync("rm", id);
    }

    private static async Task<JsonElement> EndAsync(Dictionary<string, string?> settings)
    {
        var id = await Podman.StartAsync(settings, "/app/hotelcancel", Job);
        (await Podman.RunAsync("wait", id)).Trim().ShouldBe("0", await Podman.RunAsync("logs", id));
        var said = await Podman.RunAsync("logs", id);
        await Podman.RunAsync("rm", id);
        return JsonSerializer.Deserialize<JsonElement>(said);
    }
}
