using System.Text.Json;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Simulation;
using HotelCancellation.Tests.Building;
using HotelCancellation.Training;

namespace HotelCancellation.IntegrationTests.Cli;

public sealed class TrainTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private static readonly string Header = string.Join(',', BookingField.All.Select(f => f.Name));
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string?> _settings = QuickTraining.With(azurite.Settings());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_GeneratedBookings_RegistersAndPromotes()
    {
        var data = await GenerateAsync(new GeneratorOptions { Properties = 2, BookingsPerDay = 10, Days = 400 });

        var result = (await TrainAsync(data, "--promote", "--by", "tester", "--reason", "a test")).Json();

        foreach (var key in (string[])["auc", "ap", "brier", "log_loss", "f1_at_half", "f1_best", "n", "train_seconds"])
        {
            result.GetProperty(key).ValueKind.ShouldBe(JsonValueKind.Number, key);
        }

        result.GetProperty("auc").GetDouble().ShouldBeGreaterThan(0.75);
        result.GetProperty("registered").GetBoolean().ShouldBeTrue();
        result.GetProperty("promoted").GetBoolean().ShouldBeTrue();
        await using var stage = new TestStage(_settings);
        var champion = (await stage.Registry.GetAliasAsync("champion", default))!;
        champion.Version.Value.ShouldBe(result.GetProperty("version").GetString());
        champion.By.ShouldBe("tester");
        var manifest = (await stage.Registry.FindAsync(champion.Version, default))!;
        manifest.Reason.ShouldBe("a test");

        // The lineage ends at the very rows.
        await using var rows = await new BlobDataSets(stage.Storage).OpenAsync(manifest.Data.Fingerprint, default);
        using var reader = new StreamReader(rows!);
        (await reader.ReadToEndAsync()).Count(c => c == '\n').ShouldBe(File.ReadLines(data).Count());
    }

    [Fact]
    public async Task Train_SameDataSettingsAndSeed_IsTheSameVersion()
    {
        var data = await GenerateAsync();

        var one = (await TrainAsync(data)).Json();
        var two = (await TrainAsync(data)).Json();
        var other = (await TrainAsync(data, "--seed", "2")).Json();

        two.GetProperty("version").GetString().ShouldBe(one.GetProperty("version").GetString());
        other.GetProperty("version").GetString().ShouldNotBe(one.GetProperty("version").GetString());
    }

    [Fact]
    public async Task Compare_TwoTrainings_AreScoredOnTheSameRows()
    {
        var data = await GenerateAsync();
        var one = (await TrainAsync(data, "--split", "2024-10-01")).Json();
        var two = (await TrainAsync(data, "--split", "2024-11-01", "--seed", "2")).Json();
        one.GetProperty("registered").GetBoolean().ShouldBeTrue();
        two.GetProperty("registered").GetBoolean().ShouldBeTrue();
        await using var host = await ApiHost.StartAsync(_settings, withModel: false);
        using var client = await host.ClientAsync(ApiRoles.Operate);

        using var answer = await client.GetAsync($"/api/v1/models/compare?a={one.GetProperty("version").GetString()}&b={two.GetProperty("version").GetString()}");

        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync());
        var comparison = await answer.JsonAsync();
        comparison.GetProperty("sameRows").GetBoolean().ShouldBeTrue();
        var metrics = comparison.GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!);
        metrics["n"].GetProperty("a").GetDouble().ShouldBe(two.GetProperty("n").GetInt32());
        metrics["n"].GetProperty("b").GetDouble().ShouldBe(two.GetProperty("n").GetInt32());
        metrics["auc"].GetProperty("b").GetDouble().ShouldBe(two.GetProperty("auc").GetDouble(), 1e-12);
        metrics["auc"].GetProperty("a").GetDouble().ShouldNotBe(one.GetProperty("auc").GetDouble());
    }

    [Theory]
    [InlineData("country")]
    [InlineData("assigned_room_type")]
    [InlineData("reservation_status")]
    public async Task Train_LeakingFeature_IsRefusedByName(string feature)
    {
        var result = await TrainAsync(await GenerateAsync(), "--features", $"adr,{feature}");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain($"Feature '{feature}' is refused");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Train_SomeBadRows_AreInQuarantineAndTheRestGoOn()
    {
        var data = await GenerateAsync();
        var rows = File.ReadAllLines(data).ToList();
        rows.Insert(8, Row("B-bad", arrival: "2018-02-29"));
        rows.Insert(40, Row("B-price", adr: "-50"));
        File.WriteAllLines(data, rows);

        var result = (await TrainAsync(data)).Json();

        result.GetProperty("rows_quarantined").GetInt32().ShouldBe(2);
        await using var stage = new TestStage(_settings);
        var place = result.GetProperty("quarantine").GetString()!;
        var blob = stage.Storage.Container("quarantine").GetBlobClient(place[(place.IndexOf("quarantine/", StringComparison.Ordinal) + "quarantine/".Length)..]);
        var lines = (await blob.DownloadContentAsync()).Value.Content.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[0].ShouldContain("\"row\":8");
        lines[0].ShouldContain("2018-02-29");
        lines[1].ShouldContain("\"adr\"");
        lines[1].ShouldContain("-50");
    }

    [Fact]
    public async Task Train_TooManyBadRows_StopsBeforeTraining()
    {
        var rows = Enumerable.Range(1, 200).Select(i => Row($"B-{i}", adr: i % 4 == 0 ? "free" : "90"));
        var data = _folder.File("bad.csv", $"{Header}\n{string.Join('\n', rows)}\n");

        var result = await TrainAsync(data);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("50 of 200 rows");
        result.Error.ShouldContain("Stopped before training");
        await using var stage = new TestStage(_settings);
        (await stage.Registry.GetAliasAsync("champion", default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("HEADER\n", "No rows")]
    [InlineData("hello\nworld\n", "column")]
    public async Task Train_UnreadableFile_IsOneClearLine(string content, string message)
    {
        var result = await TrainAsync(_folder.File("x.csv", content.Replace("HEADER", Header)));

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(message, Case.Insensitive);
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Train_StorageAbsent_SaysHowToGoOn()
    {
        await using var absent = AzuriteServer.NotStarted();
        var settings = AzuriteFixture.SettingsFor(absent.ConnectionString, "");

        var kept = await Tool.RunAsync(["train", "--data", await GenerateAsync(), "--json", "--quiet"], settings);
        var evaluated = await Tool.RunAsync(["train", "--data", await GenerateAsync(), "--split", "2024-11-01", "--json", "--quiet", "--set", "Training:PlainTrees=20"], settings);

        kept.ExitCode.ShouldBe(1);
        kept.Error.ShouldContain("does not answer");
        evaluated.Json().GetProperty("registered").GetBoolean().ShouldBeFalse();
        evaluated.Error.ShouldContain("evaluated and not kept");
    }

    [SkippableFact]
    public async Task Train_PublicData_MeetsTheBarOfTheStaticTask()
    {
        await using (var source = PublicData.Open())
        await using (var target = File.Create(_folder.File("hotel_bookings.csv")))
        {
            await source.CopyToAsync(target);
        }

        // Fewer trees show that the way is the same; the bar is for all of them.
        var isWhole = Environment.GetEnvironmentVariable("PUBLIC_TRAINING") == "all";
        string[] trees = isWhole ? [] : ["--set", "Training:PlainTrees=100"];
        var result = (await Tool.RunAsync(["train", "--data", _folder.File("hotel_bookings.csv"), "--split", "2017-03-01", "--no-register", "--json", "--quiet", .. trees])).Json();

        result.GetProperty("n").GetInt32().ShouldBe(32_829);
        result.GetProperty("auc").GetDouble().ShouldBeGreaterThanOrEqualTo(isWhole ? 0.843 : 0.835);
        result.GetProperty("rows_quarantined").GetInt32().ShouldBe(0);
    }

    private static string Row(string id, string arrival = "2024-05-01", string adr = "90") =>
        $"{id},city-01,,2024-03-01,{arrival},1,2,2,0,0,BB,Online TA,TA/TO,A,No Deposit,,,Transient,,false,0,0,{adr},0,checkedOut,2024-05-04,";

    private Task<ToolResult> TrainAsync(string data, params string[] options) => Tool.RunAsync(["train", "--data", data, "--json", .. options], _settings);

    private async Task<string> GenerateAsync(GeneratorOptions? options = null)
    {
        var path = _folder.File("bookings.csv");
        if (!File.Exists(path))
        {
            await using var file = File.Create(path);
            await using var writer = new BookingCsvWriter(file);
            await writer.WriteAllAsync(new BookingGenerator(options ?? QuickTraining.Bookings).Events(), default);
        }

        return path;
    }
}
