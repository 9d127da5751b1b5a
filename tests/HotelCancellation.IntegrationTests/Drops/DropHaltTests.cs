using System.Diagnostics;
using HotelCancellation.IntegrationTests.Compaction;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform;
using HotelCancellation.Platform.Access;
using HotelCancellation.Validation.Drops;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Drops;

/// <summary>A process is cut off while it takes files; another one goes on.</summary>
public sealed class DropHaltTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Cut off from storage after each piece of a request or an answer in turn, until a run ends: a process that halts there has done the same.</summary>
    [Fact]
    public async Task Halt_AfterAnyRequest_TheNextRunTakesEverythingOnce()
    {
        var (halts, ended) = (0, false);
        for (var pieces = 1; !ended; pieces += 1 + (pieces / 10))
        {
            var direct = azurite.Settings();
            await using var door = StorageDoor.To(azurite);
            var through = new Dictionary<string, string?>(direct) { ["Storage:ConnectionString"] = door.ConnectionString, ["Storage:MaxRetries"] = "0" };
            await using var next = new TestStage(direct);
            await next.DropAsync("a.ndjson", DropStage.NdJson([.. IngestHost.Lives(4), Bad()]));
            await next.DropAsync("b.csv", IngestHost.Csv(IngestHost.Event("B-7")));
            await using (var halted = new TestStage(through))
            {
                door.CutAfter(pieces);
                try
                {
                    ended = (await halted.TakeAsync()).Files.Count == 2;
                }
                catch (StorageUnavailableException)
                {
                    halts++;
                }
            }

            await CompactionKillTests.BreakAsync(next.Storage.Container(BlobDrops.Container).GetBlobClient(BlobDrops.Lease));

            (await next.TakeAsync()).Result.ShouldBe(DropRunResult.Done);
            var (a, b) = (await next.ResultAsync("a.ndjson"), await next.ResultAsync("b.csv"));
            (a.Status, a.Accepted + a.Duplicates, a.Quarantined).ShouldBe((DropStatus.Taken, IngestHost.Lives(4).Count, 1), $"after {pieces}");
            (b.Status, b.Accepted + b.Duplicates).ShouldBe((DropStatus.Taken, 1), $"after {pieces}");
            (await next.StoredAsync()).ShouldBe((5, IngestHost.Lives(4).Count + 1), $"after {pieces}");
            (await next.TakeAsync()).Files.ShouldBeEmpty($"after {pieces}");
        }

        halts.ShouldBeGreaterThan(10);
        output.WriteLine($"{halts} halts");
    }

    /// <summary>The real host, killed by SIGKILL while it takes a file.</summary>
    [Fact]
    public async Task Kill_WhileAFileIsTaken_TheNextHostTakesItWhole()
    {
        var settings = azurite.Settings();
        settings["Drops:IntervalSeconds"] = "1";
        await using var stage = new TestStage(settings);
        var key = (await stage.Get<TableApiKeys>().CreateAsync(new ApiKeyRequest { Name = "t", Roles = ApiRoles.Ingest })).Text;
        var events = IngestHost.Lives(4000);
        await stage.DropAsync("big.ndjson", DropStage.NdJson(events));
        await using (var first = await WebProcess.StartAsync(settings, key))
        {
            await UntilAsync(async () => (await stage.StoredAsync()).Events > 1000);
            first.Kill();
        }

        var before = await stage.StoredAsync();
        await CompactionKillTests.BreakAsync(stage.Storage.Container(BlobDrops.Container).GetBlobClient(BlobDrops.Lease));
        await using (await WebProcess.StartAsync(settings, key))
        {
            await UntilAsync(async () => await stage.Get<BlobDrops>().ResultAsync("big.ndjson", default) is { Status: DropStatus.Taken });
        }

        before.Events.ShouldBeLessThan(events.Count);
        (await stage.StoredAsync()).ShouldBe((4000, events.Count));
        var result = await stage.ResultAsync("big.ndjson");
        (result.Attempt, result.Accepted + result.Duplicates).ShouldBe((2, events.Count));
        result.Duplicates.ShouldBeGreaterThanOrEqualTo(before.Events);
        output.WriteLine($"killed with {before.Events} of {events.Count} events taken");
    }

    private static System.Text.Json.Nodes.JsonObject Bad()
    {
        var bad = IngestHost.Event("B-9");
        bad["adults"] = -2;
        return bad;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(Limit);
        }
    }
}
