using System.Collections.Concurrent;
using HotelCancellation.Features;
using HotelCancellation.IntegrationTests.Registry;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;

namespace HotelCancellation.IntegrationTests.Serving;

public sealed class ChampionWatcherTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task RefreshAsync_NoneThenOneThenAnother_LetsThemIn()
    {
        await using var stage = new TestStage(azurite.Settings());

        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.NoChampion);
        stage.Active.Champion.ShouldBeNull();
        stage.Active.Status.StorageReachable.ShouldBe(true);

        var first = await PromoteAsync(stage, 0);
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Swapped);
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Unchanged);
        stage.Active.Champion!.Version.ShouldBe(first);

        stage.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await PromoteAsync(stage, 0.1);
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Swapped);
        stage.Active.Status.Champion.ShouldBe(second);
        stage.Active.Status.Since.ShouldBe(stage.Time.GetUtcNow());
        stage.Log.Lines.ShouldBe([
            $"Information: Champion {first} is served; before it, none.",
            $"Information: Champion {second} is served; before it, {first}."]);
    }

    [Fact]
    public async Task RefreshAsync_OnlyWhatPeopleReadIsMissing_LetsThemIn()
    {
        await using var stage = new TestStage(azurite.Settings());
        foreach (var shift in (double[])[0, 0.1])
        {
            var version = await PromoteAsync(stage, shift);
            await stage.Storage.Container("models").GetBlobClient($"{version}/{BundleFiles.ModelCard}").DeleteAsync();

            (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Swapped);
        }
    }

    [Fact]
    public async Task RefreshAsync_ArchiveDamaged_LetsItInAndSaysSo()
    {
        await using var stage = new TestStage(azurite.Settings());
        foreach (var shift in (double[])[0, 0.1])
        {
            var version = await PromoteAsync(stage, shift);
            await stage.Storage.Container("models").GetBlobClient($"{version}/{ServedArchive.Name}").UploadAsync(BinaryData.FromString("no archive"), overwrite: true);

            (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Swapped);

            stage.Log.Lines.ShouldContain($"Warning: Champion {version} had to be read file by file. {version}: 'served.tar' cannot be read. Delete that blob and register the model again.");
        }
    }

    [Fact]
    public async Task RefreshAsync_FlippedByte_KeepsTheOldOneAndSaysWhyOnce()
    {
        await using var stage = new TestStage(azurite.Settings());
        var good = await PromoteAsync(stage, 0);
        await stage.Watcher.RefreshAsync(None);
        var bad = (await stage.Registry.RegisterAsync(TestModels.Draft(0.3), None)).Version;
        var blob = stage.Storage.Container("models").GetBlobClient($"{bad}/{BundleFiles.Ensemble}");
        var bytes = (await blob.DownloadContentAsync()).Value.Content.ToArray();
        var damaged = (byte[])bytes.Clone();
        damaged[^1] ^= 0x10;
        await blob.UploadAsync(BinaryData.FromBytes(damaged), overwrite: true);
        await stage.Storage.Container("models").GetBlobClient($"{bad}/{ServedArchive.Name}").DeleteAsync();
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, bad, null, "me", "better", None);

        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Refused);

        stage.Active.Champion!.Version.ShouldBe(good);
        stage.Active.Status.LastRefusal!.Version.ShouldBe(bad);
        stage.Active.Status.LastRefusal.Reason.ShouldStartWith($"{bad}: 'ensemble.bin' does not match its hash");

        // It is not read again on every look, and not logged again when it is.
        await blob.UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);
        stage.Time.Advance(TimeSpan.FromSeconds(299));
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Refused);
        await blob.UploadAsync(BinaryData.FromBytes(damaged), overwrite: true);
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Refused);
        stage.Active.Status.LastRefusal.At.ShouldBe(stage.Time.GetUtcNow());
        stage.Log.Lines.Count(l => l.StartsWith($"Error: Champion {bad} is refused, {good} goes on being served.", StringComparison.Ordinal)).ShouldBe(1);

        // Repaired, it is let in when its time comes.
        await blob.UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);
        stage.Time.Advance(TimeSpan.FromSeconds(300));
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Swapped);
        stage.Active.Status.LastRefusal.ShouldBeNull();
    }

    [Fact]
    public async Task RefreshAsync_AliasMovesAfterARefusal_LooksAtOnce()
    {
        await using var stage = new TestStage(azurite.Settings());
        var good = await PromoteAsync(stage, 0);
        await stage.Watcher.RefreshAsync(None);
        var newer = await ModelRegistryTests.RegisterNewerSchemaAsync(stage);
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, newer, null, "me", "newer", None);
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Refused);
        stage.Active.Status.LastRefusal!.Reason.ShouldContain($"schema {ModelManifest.CurrentSchema + 1}");

        var better = await PromoteAsync(stage, 0.4);
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Swapped);
        stage.Active.Champion!.Version.ShouldBe(better);
        stage.Active.Status.LastRefusal.ShouldBeNull();
        good.ShouldNotBe(better);
    }

    [Fact]
    public async Task RefreshAsync_RollbackAfterARefusal_ClearsIt()
    {
        await using var stage = new TestStage(azurite.Settings());
        await PromoteAsync(stage, 0);
        await stage.Watcher.RefreshAsync(None);
        var newer = await ModelRegistryTests.RegisterNewerSchemaAsync(stage);
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, newer, null, "me", "newer", None);
        await stage.Watcher.RefreshAsync(None);

        await stage.Registry.RollbackAsync("me", "it is refused", None);

        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Unchanged);
        stage.Active.Status.LastRefusal.ShouldBeNull();
    }

    [Fact]
    public async Task RefreshAsync_StorageDownAndBack_KeepsServingAndSaysSince()
    {
        await using var server = await AzuriteServer.StartNewAsync();
        await using var stage = new TestStage(Outage(server));
        var version = await PromoteAsync(stage, 0);
        await stage.Watcher.RefreshAsync(None);
        await server.StopAsync();

        stage.Time.Advance(TimeSpan.FromSeconds(5));
        var lost = stage.Time.GetUtcNow();
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.StorageUnreachable);
        stage.Time.Advance(TimeSpan.FromSeconds(5));
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.StorageUnreachable);

        stage.Active.Champion!.Version.ShouldBe(version);
        var status = stage.Active.Status;
        status.StorageReachable.ShouldBe(false);
        status.StorageUnreachableSince.ShouldBe(lost);
        status.LastSuccess.ShouldBe(lost.AddSeconds(-5));
        status.LastCheck.ShouldBe(lost.AddSeconds(5));
        status.LastError!.ShouldContain("Storage does not answer");
        var booking = TestModels.Booking();
        (await stage.Predictor.PredictAsync(stage.Active.Champion, booking, booking.BookedOn, true, [], CancellationToken.None)).ModelVersion.ShouldBe(version);

        await server.StartAsync();
        (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Unchanged);
        stage.Active.Status.StorageReachable.ShouldBe(true);
        stage.Active.Status.StorageUnreachableSince.ShouldBeNull();
        stage.Active.Status.LastError.ShouldBeNull();
        stage.Log.Lines.Count(l => l.StartsWith("Warning: Storage does not answer", StringComparison.Ordinal)).ShouldBe(1);
        stage.Log.Lines.Count(l => l.StartsWith("Information: Storage answers again", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_StorageAbsent_StartsAndServesOnceItIsThere()
    {
        await using var server = AzuriteServer.NotStarted();
        await using var stage = new TestStage(Outage(server));
        await stage.Watcher.StartAsync(None);
        await UntilAsync(() => stage.Active.Status.StorageReachable == false, stage);
        stage.Active.Champion.ShouldBeNull();

        await server.StartAsync();
        var version = await PromoteAsync(stage, 0);
        await UntilAsync(() => stage.Active.Champion is not null, stage);

        stage.Active.Champion!.Version.ShouldBe(version);
        await stage.Watcher.StopAsync(None);
    }

    [Fact]
    public async Task Predict_WhileTheChampionMoves_EveryAnswerIsOfTheVersionItNames()
    {
        await using var stage = new TestStage(azurite.Settings());
        var versions = new List<ModelVersion>();
        var bookings = TestModels.Bookings(64, seed: 21);
        var expected = new Dictionary<ModelVersion, double[]>();
        foreach (var shift in (double[])[0, 0.25, 0.5, 0.75])
        {
            var draft = TestModels.Draft(shift);
            var version = (await stage.Registry.RegisterAsync(draft, None)).Version;
            versions.Add(version);
            expected[version] = [.. bookings.Select(b => draft.Model.Probability(new BookingAt(b, b.BookedOn)))];
        }

        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, versions[0], null, "me", "first", None);
        await stage.Watcher.RefreshAsync(None);
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentDictionary<ModelVersion, int>();
        var wrong = new ConcurrentQueue<string>();
        var callers = Enumerable.Range(0, 2).Select(caller => Task.Run(async () =>
        {
            for (var i = caller; !stop.IsCancellationRequested; i = (i + 1) % bookings.Count)
            {
                var prediction = await stage.Predictor.PredictAsync(stage.Active.Champion!, bookings[i], bookings[i].BookedOn, explain: i % 8 == 0, [], CancellationToken.None);
                seen.AddOrUpdate(prediction.ModelVersion, 1, (_, n) => n + 1);
                if (prediction.Probability != expected[prediction.ModelVersion][i])
                {
                    wrong.Enqueue($"{prediction.ModelVersion} row {i}: {prediction.Probability}");
                }
            }
        })).ToList();

        for (var move = 1; move <= 16; move++)
        {
            (await stage.Registry.MoveAliasAsync(ModelAlias.Champion, versions[move % 4], null, "me", $"move {move}", None)).Result.ShouldBe(AliasMoveResult.Moved);
            (await stage.Watcher.RefreshAsync(None)).ShouldBe(RefreshOutcome.Swapped);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        wrong.ShouldBeEmpty();
        seen.Keys.ShouldBe(versions, ignoreOrder: true);
    }

    /// <summary>No retries, so that a storage that is down is known to be down at once.</summary>
    private static Dictionary<string, string?> Outage(AzuriteServer server) =>
        new(AzuriteFixture.SettingsFor(server.ConnectionString, AzuriteFixture.NewPrefix()), StringComparer.Ordinal) { ["Storage:MaxRetries"] = "0" };

    private static async Task<ModelVersion> PromoteAsync(TestStage stage, double shift)
    {
        var version = (await stage.Registry.RegisterAsync(TestModels.Draft(shift), None)).Version;
        (await stage.Registry.MoveAliasAsync(ModelAlias.Champion, version, null, "me", "test", None)).Succeeded.ShouldBeTrue();
        return version;
    }

    private static async Task UntilAsync(Func<bool> condition, TestStage stage)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            stage.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(20, limit.Token);
        }
    }
}
