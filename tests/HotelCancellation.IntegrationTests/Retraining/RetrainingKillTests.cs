using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Specialized;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;
using HotelCancellation.Retraining.Steps;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Retraining;

public sealed class RetrainingKillTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const int LongestMilliseconds = 6000;
    private const int Weeks = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Kills the real host, by SIGKILL, while it works at retraining runs and their rollouts, at a moment that the seed (<c>RETRAINING_SEED</c>) decides, at most <c>RETRAINING_MILLISECONDS</c> after its start; <c>RETRAINING_KILLS</c> times.
    /// </summary>
    [Fact]
    public async Task Kill_DuringRetraining_EveryRunEndsAndEachEffectHappensOnce()
    {
        var seed = Setting("RETRAINING_SEED", RandomNumberGenerator.GetInt32(1_000_000));
        output.WriteLine($"RETRAINING_SEED={seed}");
        var random = new Random(seed);
        var settings = Settings();
        await using var stage = new TestStage(settings);
        using var reading = new CancellationTokenSource();
        var reads = ReadChampionAsync(stage, reading.Token);
        var (kills, longest, inTheMiddle, begun) = (Setting("RETRAINING_KILLS", 3), Setting("RETRAINING_MILLISECONDS", LongestMilliseconds), 0, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            begun += await BeginUnlessOpenAsync(stage, begun) ? 1 : 0;
            await using var host = await WebProcess.StartAsync(settings, "none");
            await Task.Delay(random.Next(longest));
            inTheMiddle += await OpenAsync(stage) > 0 ? 1 : 0;
            host.Kill();
            await BreakLeasesAsync(stage);
        }

        await using (await WebProcess.StartAsync(settings, "none"))
        {
            var clock = Stopwatch.StartNew();
            while (await OpenAsync(stage) > 0)
            {
                (clock.Elapsed > Limit).ShouldBeFalse("a run does not end");
                await Task.Delay(200);
            }
        }

        await reading.CancelAsync();
        output.WriteLine($"{kills} kills, {inTheMiddle} of them while a run was under way; {begun} runs, the champion was read {await reads} times");
        await CheckAsync(stage, begun);
    }

    [Fact]
    public async Task Run_ByTwoProcessesAtOnce_DoesEachStepOnce()
    {
        await using var one = new TestStage(Settings());
        await using var other = new TestStage(Settings());
        await AddAsync(one, 0);
        var id = (await one.Get<RetrainingRuns>().BeginAsync("tester", "a test", null, null, default)).Run!.Id;

        var passes = await Task.WhenAll(one.Get<JournalEngine>().RunAsync(id, default), other.Get<JournalEngine>().RunAsync(id, default));

        passes.ShouldContain(PassResult.Ended);
        var begun = one.Log.Lines.Concat(other.Log.Lines).Where(l => l.Contains(": Step ", StringComparison.Ordinal)).ToList();
        begun.Count.ShouldBe((await one.Get<RetrainingRuns>().StepsAsync(id, default)).Count, string.Join('\n', begun));
        (await one.Get<RetrainingRuns>().StepsAsync(id, default)).ShouldAllBe(s => s.Attempts == 1);
    }

    private Dictionary<string, string?> Settings() => new(RetrainingStage.Settings(azurite))
    {
        ["Retraining:MaxAttempts"] = "100",
        ["Rollout:WatchMinutes"] = "0.02",
        ["Rollout:WatchEveryMinutes"] = "0.01",
        ["Rollout:OverrideHours"] = "0",
    };

    private static async Task CheckAsync(TestStage stage, int begun)
    {
        var runs = await stage.Get<RetrainingRuns>().ListAsync(default);
        runs.Count.ShouldBe(begun);
        runs.ShouldAllBe(r => r.Outcome == RunOutcome.Staged || r.Outcome == RunOutcome.Rejected, string.Join('\n', runs.Select(r => $"{r.Id} {r.Outcome} {r.Statement}")));
        foreach (var run in runs)
        {
            var steps = await stage.Get<RetrainingRuns>().StepsAsync(run.Id, default);
            steps.ShouldAllBe(s => s.FinishedAt != null);
            steps.Select(s => s.Name).Where(n => n != StepNames.Try).ShouldBeUnique();
        }

        // One move of the champion for each rollout that says so, and none by anybody else.
        var rollouts = await stage.Get<Rollouts>().ListAsync(default);
        var promoted = rollouts.Where(r => r.Outcome == RunOutcome.Promoted).Select(r => $"run {r.Id}").Order(StringComparer.Ordinal).ToList();
        var moves = await stage.Registry.HistoryAsync(ModelAlias.Champion, default);
        moves.Select(m => m.By).Order(StringComparer.Ordinal).ShouldBe(promoted);
        promoted.Count.ShouldBeGreaterThan(0);
        rollouts.ShouldAllBe(r => r.Outcome == RunOutcome.Promoted, string.Join('\n', rollouts.Select(r => $"{r.Id} {r.Outcome} {r.Statement}")));
        rollouts.Count.ShouldBe(runs.Count(r => r.Outcome == RunOutcome.Staged));
        var versions = await stage.Registry.ListAsync(default).ToListAsync();
        versions.Count.ShouldBe(runs.Select(r => r.ModelVersion).Distinct().Count());
    }

    /// <summary>Whoever asks for the champion at whatever moment gets one that is whole.</summary>
    private static async Task<int> ReadChampionAsync(TestStage stage, CancellationToken cancellationToken)
    {
        var reads = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await stage.Registry.GetAliasAsync(ModelAlias.Champion, default) is { } champion)
            {
                (await stage.Registry.LoadAsync(champion.Version, default)).Refusal.ShouldBeNull();
                reads++;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        return reads;
    }

    private static async Task<bool> BeginUnlessOpenAsync(TestStage stage, int number)
    {
        if (await OpenAsync(stage) > 0)
        {
            return false;
        }

        await AddAsync(stage, number);
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        return (await stage.Get<RetrainingRuns>().BeginAsync("tester", "a test", null, null, default)).IsNew;
    }

    /// <summary>All but the last weeks first, then a week more for each run, so that there is something to learn.</summary>
    private static Task AddAsync(TestStage stage, int number) =>
        number == 0 ? stage.AddBeforeAsync(Weeks * 7) : stage.AddBeforeAsync((Weeks - number) * 7, (Weeks - number + 1) * 7);

    private static async Task<int> OpenAsync(TestStage stage) =>
        (await stage.Get<RetrainingRuns>().ListAsync(default)).Concat(await stage.Get<Rollouts>().ListAsync(default)).Count(r => !r.IsEnded);

    /// <summary>What 15 seconds would do.</summary>
    private static async Task BreakLeasesAsync(TestStage stage)
    {
        foreach (var run in (await stage.Get<RetrainingRuns>().ListAsync(default)).Concat(await stage.Get<Rollouts>().ListAsync(default)).Where(r => !r.IsEnded))
        {
            try
            {
                await stage.Storage.Container("leases").GetBlobClient($"run-{run.Id}").GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409)
            {
                // Nobody had it.
            }
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
