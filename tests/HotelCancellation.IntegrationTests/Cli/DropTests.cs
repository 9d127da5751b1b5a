using HotelCancellation.IntegrationTests.Drops;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Cli;

public sealed class DropTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Drop_PutTakeAndList_SayWhatBecameOfAFile()
    {
        using var folder = new TempFolder();
        var settings = azurite.Settings();
        var file = folder.File("export.ndjson", DropStage.NdJson(IngestHost.Lives(3)));

        (await Tool.RunAsync(["drop", "put", file, "--as", "hotel-1/today.ndjson"], settings)).ExitCode.ShouldBe(0);
        var waiting = (await Tool.RunAsync(["drop", "list", "--json"], settings)).Json();
        var taken = (await Tool.RunAsync(["drop", "take", "--json", "--quiet"], settings)).Json();
        (await Tool.RunAsync(["drop", "put", file, "--as", "export.zip"], settings)).ExitCode.ShouldBe(0);
        var refused = await Tool.RunAsync(["drop", "take", "--quiet"], settings);
        var all = (await Tool.RunAsync(["drop", "list", "--json"], settings)).Lines();

        (waiting.GetProperty("file").GetString(), waiting.GetProperty("status").GetString()).ShouldBe(("hotel-1/today.ndjson", "waiting"));
        (taken.GetProperty("status").GetString(), taken.GetProperty("accepted").GetInt32()).ShouldBe(("taken", IngestHost.Lives(3).Count));
        refused.ExitCode.ShouldBe(1);
        refused.Output.ShouldContain("export.zip  refused");
        all.Select(l => l.GetProperty("status").GetString()).ShouldBe(["taken", "refused"]);
    }
}
