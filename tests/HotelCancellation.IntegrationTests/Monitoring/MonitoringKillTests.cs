using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Monitoring.Reports;
using HotelCancellation.Monitoring.Runs;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Monitoring;

public sealed class MonitoringKillTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private static readonly DateOnly Day = WatchedHotels.Cut.AddDays(16);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Kills the real host, by SIGKILL, while it judges a day, at a moment that the seed (<c>MONITORING_KILL_SEED</c>) decides; <c>MONITORING_KILLS</c> times. What is kept in the end is
    /// what a run that was left alone keeps.
    /// </summary>
    [Fact]
    public async Task Kill_DuringMonitoring_ReportDecisionAndAlertsAreThoseOfARunLeftAlone()
    {
        var seed = Setting("MONITORING_KILL_SEED", RandomNumberGenerator.GetInt32(1_000_000));
        output.WriteLine($"MONITORING_KILL_SEED={seed}");
        var random = new Random(seed);
        await using var webhook = await WebhookListener.StartAsync();
        var settings = Settings(webhook);
        await using var stage = new TestStage(settings);
        await JudgeAsync(stage);
        var alone = await KeptAsync(stage);
        var told = webhook.Take().Select(Key).ToHashSet(StringComparer.Ordinal);
        told.ShouldNotBeEmpty();
        var most = await ProgressAsync(stage);

        var (kills, inTheMiddle, again) = (Setting("MONITORING_KILLS", 2), 0, false);
        for (var kill = 0; kill < kills; kill++)
        {
            if (!again)
            {
                await ForgetAsync(stage);
            }

            var enough = random.Next(most + 1);
            var lease = stage.Storage.Container("monitoring").GetBlobClient("monitoring.lease");
            await using (var host = await WebProcess.StartAsync(settings, "none"))
            {
                var clock = Stopwatch.StartNew();
                while (await ProgressAsync(stage) < enough || (enough == 0 && !await IsLeasedAsync(lease)))
                {
                    clock.Elapsed.ShouldBeLessThan(Limit, $"monitoring does not get on: {await ProgressAsync(stage)} written, {enough} of {most} waited for; {host.Log}");
                }

                await Task.Delay(random.Next(30));
                inTheMiddle += await IsLeasedAsync(lease) ? 1 : 0;
                host.Kill();
            }

            await CompactionKillTests.BreakAsync(lease);

            // Every other time the next one begins with what this one has left.
            again = random.Next(2) == 0 && kill + 1 < kills;
            if (again)
            {
                continue;
            }

            (await stage.Get<MonitoringRun>().RunAsync(default)).Result.ShouldBeOneOf(MonitoringResult.Judged, MonitoringResult.UpToDate);
            var kept = await KeptAsync(stage);
            kept.Keys.ShouldBe(alone.Keys);
            foreach (var (name, content) in kept)
            {
                content.ShouldBe(alone[name], $"{name}, killed at {enough} of {most}");
            }

            // Killed between telling and writing that it was told, it tells once more with the same key.
            webhook.Take().Select(Key).ToHashSet(StringComparer.Ordinal).SetEquals(told).ShouldBeTrue();
        }

        output.WriteLine($"{kills} kills, {inTheMiddle} of them while it judged");
    }

    /// <summary>A process that finds every day counted has written no column of the log before it reads some.</summary>
    [Fact]
    public async Task Start_KilledAfterTheCounts_JudgesWithThem()
    {
        await using var webhook = await WebhookListener.StartAsync();
        var settings = Settings(webhook);
        await using var stage = new TestStage(settings);
        await JudgeAsync(stage);
        var (alone, most) = (await KeptAsync(stage), await ProgressAsync(stage));
        await ForgetAsync(stage, countsToo: false);

        await using (var host = await WebProcess.StartAsync(settings, "none"))
        {
            var clock = Stopwatch.StartNew();
            while (await ProgressAsync(stage) < most)
            {
                clock.Elapsed.ShouldBeLessThan(Limit, $"monitoring does not get on: {host.Log}");
            }
        }

        // Its alerts may not all be told yet.
        await CompactionKillTests.BreakAsync(stage.Storage.Container("monitoring").GetBlobClient("monitoring.lease"));
        (await stage.Get<MonitoringRun>().RunAsync(default)).Result.ShouldBe(MonitoringResult.UpToDate);
        var kept = await KeptAsync(stage);
        kept.Keys.ShouldBe(alone.Keys);
        kept.ShouldAllBe(k => k.Value == alone[k.Key]);
    }

    private Dictionary<string, string?> Settings(WebhookListener webhook)
    {
        var settings = WatchedHotels.Quick(azurite.Settings());
        settings["Alerts:WebhookUrl"] = webhook.Url;
        settings["MonitoringRuns:IntervalSeconds"] = "1";
        settings["Predictions:IntervalSeconds"] = "0";
        settings["Compaction:IntervalSeconds"] = "0";
        return settings;
    }

    private static async Task JudgeAsync(TestStage stage)
    {
        var version = await stage.PromoteAsync();
        await stage.LiveAsync(version, WatchedHotels.Cut, Day.AddDays(-3));
        await stage.LiveAsync(version, Day.AddDays(-2), Day, b => b with { DistributionChannel = "", CustomerType = "" });
        (await stage.Get<MonitoringRun>().RunAsync(default)).Result.ShouldBe(MonitoringResult.Judged);
    }

    /// <summary>All that monitoring keeps, by name, without the times at which it was made.</summary>
    private static async Task<SortedDictionary<string, string>> KeptAsync(TestStage stage)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (container, folder) in Folders)
        {
            await foreach (var item in stage.Storage.Container(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, default))
            {
                if (!item.Name.EndsWith("index.json", StringComparison.Ordinal) && !item.Name.EndsWith(".lease", StringComparison.Ordinal))
                {
                    kept.Add(item.Name, Convert.ToBase64String((await stage.Storage.Container(container).GetBlobClient(item.Name).DownloadContentAsync()).Value.Content));
                }
            }
        }

        var (index, _) = await stage.Get<BlobMonitoring>().IndexAsync(default);
        kept.Add("index", Text(index.Reports.Select(r => r with { At = default })));
        kept.Add("decisions", Text(await stage.Get<KeptReports>().DecisionsAsync(100, default)));
        kept.Add("alerts", Text((await stage.Get<KeptReports>().AlertsAsync(100, default)).Select(a => a with { SentAt = null })));
        return kept;
    }

    /// <summary>How many things a run has written, in their order: counts, decision, page, report, curves, index, alerts.</summary>
    private static async Task<int> ProgressAsync(TestStage stage)
    {
        var written = 0;
        foreach (var (container, folder) in Folders)
        {
            await foreach (var item in stage.Storage.Container(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, default))
            {
                written += item.Name.EndsWith(".lease", StringComparison.Ordinal) ? 0 : 1;
            }
        }

        return written + await Rows(stage).CountAsync();
    }

    /// <summary>As before the first run.</summary>
    private static async Task ForgetAsync(TestStage stage, bool countsToo = true)
    {
        foreach (var (container, folder) in Folders)
        {
            await foreach (var item in stage.Storage.Container(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, default))
            {
                if (!item.Name.EndsWith(".lease", StringComparison.Ordinal) && (countsToo || !item.Name.EndsWith(".counts", StringComparison.Ordinal)))
                {
                    await stage.Storage.Container(container).DeleteBlobAsync(item.Name);
                }
            }
        }

        await foreach (var row in Rows(stage))
        {
            await stage.Storage.Table("monitoring").DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }
    }

    private static (string Container, string? Folder)[] Folders { get; } = [("monitoring", null), ("reports", "monitoring/")];

    private static AsyncPageable<TableEntity> Rows(TestStage stage) => stage.Storage.Table("monitoring").QueryAsync<TableEntity>();

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, MonitoringJson.Options);

    private static string Key(JsonElement body) => $"{body.GetProperty("event_action").GetString()} {body.GetProperty("dedup_key").GetString()}";

    private static async Task<bool> IsLeasedAsync(BlobClient lease)
    {
        try
        {
            return (await lease.GetPropertiesAsync()).Value.LeaseState == LeaseState.Leased;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    private static int Setting(string name, int ordinary) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : ordinary;
}
