using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Cli;

/// <summary>The report of <c>hotelcancel validate</c>, run after run, and the quarantine that it leaves.</summary>
public sealed class ReportTests(ReportFixture fixture) : IClassFixture<ReportFixture>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Validate_SecondRunOfASource_SaysWhatHasMovedAndWantingRunsAreNoMeasure()
    {
        await GenerateAsync("all.csv", "--seed", "1");
        await GenerateAsync("dear.csv", "--seed", "1", "--drift", "price:0:0.8");
        Half("all.csv", "first.csv", 0);
        Half("all.csv", "second.csv", 1);
        Half("dear.csv", "moved.csv", 1);

        var first = (await ValidateAsync("first.csv")).Json();
        var second = (await ValidateAsync("second.csv")).Json();
        var wanting = await RunAsync("validate", "--data", _folder.File("bad.csv", Bad(await File.ReadAllTextAsync(_folder.File("second.csv")))), "--source", "city", "--json");
        var moved = (await ValidateAsync("moved.csv")).Json();
        var other = (await RunAsync("validate", "--data", _folder.File("moved.csv"), "--source", "resort", "--json")).Json();

        first.TryGetProperty("comparison", out _).ShouldBeFalse();
        Check(second, "distribution").GetProperty("status").GetString().ShouldBe("passed", Check(second, "distribution").ToString());
        wanting.ExitCode.ShouldBe(1);
        Check(moved, "distribution").GetProperty("status").GetString().ShouldBe("warned");
        Check(moved, "distribution").GetProperty("message").GetString()!.ShouldContain("adr (PSI");
        moved.GetProperty("comparison").GetProperty("rows_then").GetInt64().ShouldBe(second.GetProperty("summary").GetProperty("accepted").GetInt64(), "the wanting run between is no measure");
        other.TryGetProperty("comparison", out _).ShouldBeFalse();
        Directory.GetFiles(_folder.File("validation-history"), "*", SearchOption.AllDirectories).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Validate_BesideAModel_NamesWhatItHasNeverSeen()
    {
        var settings = fixture.Settings;
        await GenerateAsync("first.csv", "--seed", "1");
        var data = (await File.ReadAllTextAsync(_folder.File("first.csv"))).Replace(",BB,", ",Brunch,", StringComparison.Ordinal);
        _folder.File("brunch.csv", data);

        var report = (await RunAsync(settings, "validate", "--data", _folder.File("brunch.csv"), "--model", "champion", "--json")).Json();
        var again = await RunAsync(settings, "train", "--data", _folder.File("brunch.csv"), "--source", "first.csv");
        var same = (await RunAsync(settings, "validate", "--data", _folder.File("first.csv"), "--model", fixture.Version, "--json")).Json();
        var none = await RunAsync(settings, "validate", "--data", _folder.File("first.csv"), "--model", "m-000000000000");

        Check(report, "train-serve-model").GetProperty("message").GetString()!.ShouldContain("Brunch");
        report.GetProperty("model").GetProperty("has_ranges").GetBoolean().ShouldBeTrue();

        // Agents that come after the day up to which arrivals have matured are not known to the model: its own file may be warned of them.
        Check(same, "train-serve-model").GetProperty("status").GetString().ShouldBeOneOf("passed", "warned");
        Check(same, "train-serve-model").GetProperty("message").GetString()!.ShouldNotContain("meal");
        again.Error.ShouldContain("distribution: Since run train-");
        again.Error.ShouldContain("meal (PSI");
        again.Error.ShouldContain("train-serve-model: ");
        none.ExitCode.ShouldBe(1);
        none.Error.ShouldContain("m-000000000000");
    }

    [Fact]
    public async Task Quarantine_ListShowMendReplay_CountsWhatIsAcceptedNowOnce()
    {
        await GenerateAsync("good.csv", "--seed", "1");
        var lines = (await File.ReadAllLinesAsync(_folder.File("good.csv"))).Take(30).ToArray();
        var header = lines[0].Split(',');
        lines[3] = Set(header, Set(header, lines[3], "arrivalDate", "2024-02-30"), "guestRef", "G-secret");
        lines[5] = Set(header, lines[5], "adults", "101");
        lines[7] = "a,b";
        var validated = (await RunAsync("validate", "--data", _folder.File("mixed.csv", string.Join('\n', lines)), "--json")).Json();
        var file = validated.GetProperty("summary").GetProperty("quarantine").GetString()!;

        var list = (await RunAsync("quarantine", "list", "--json")).Lines().ShouldHaveSingleItem();
        var rows = (await RunAsync("quarantine", "show", "--quarantine", file, "--json")).Lines();
        var text = await RunAsync("quarantine", "show", "--quarantine", file);
        var mended = rows.Take(2).Select(r => JsonNode.Parse(r.GetProperty("booking").GetRawText())!.AsObject()).ToList();
        mended[0]["arrivalDate"] = mended[0]["bookedOn"]!.GetValue<string>();
        var data = _folder.File("mended.ndjson", string.Join('\n', mended.Select(m => m.ToJsonString())));
        var first = await RunAsync("quarantine", "replay", "--quarantine", file, "--data", data, "--out", _folder.File("now.ndjson"), "--by", "Ada", "--json");
        mended[1]["adults"] = 2;
        _folder.File("mended.ndjson", string.Join('\n', mended.Select(m => m.ToJsonString())));
        var second = await RunAsync("quarantine", "replay", "--quarantine", file, "--data", data, "--out", _folder.File("now.ndjson"), "--json");
        var asTheyAre = await RunAsync("quarantine", "replay", "--quarantine", file);
        var again = (await RunAsync("quarantine", "list")).Output;

        list.GetProperty("rows").GetInt64().ShouldBe(3);
        rows.Select(r => r.GetProperty("row").GetInt64()).ShouldBe([3, 5, 7]);
        rows[2].TryGetProperty("booking", out _).ShouldBeFalse();
        text.Output.ShouldContain("2024-02-30");
        text.Output.ShouldNotContain("G-secret");
        (first.ExitCode, first.Lines()[0].GetProperty("accepted").GetInt64(), first.Lines()[0].GetProperty("refused").GetInt64()).ShouldBe((1, 1, 1));
        (second.ExitCode, second.Lines()[0].GetProperty("accepted").GetInt64(), second.Lines()[0].GetProperty("duplicates").GetInt64()).ShouldBe((0, 1, 1), second.Output);
        (await File.ReadAllLinesAsync(_folder.File("now.ndjson"))).Length.ShouldBe(2);
        (await File.ReadAllTextAsync(_folder.File("now.ndjson"))).ShouldContain("G-secret");
        asTheyAre.ExitCode.ShouldBe(1);
        asTheyAre.Output.ShouldContain("0 rows accepted now");
        again.ShouldContain("sent again 3 times");
        (await RunAsync("quarantine", "show", "--quarantine", file)).Output.ShouldContain("by Ada: 1 accepted");
    }

    [SkippableFact]
    public async Task Page_InChromium_IsAccessibleLightAndDarkAndAsksForNothing()
    {
        Skip.IfNot(File.Exists(Browser.Chromium), "Chromium is not here: install it, or set CHROMIUM to its path.");
        var settings = fixture.Settings;
        await GenerateAsync("first.csv", "--seed", "1");
        await ValidateAsync("first.csv");
        await GenerateAsync("moved.csv", "--seed", "2", "--drift", "price:0:0.8");
        var lines = await File.ReadAllLinesAsync(_folder.File("moved.csv"));
        lines[3] = Set(lines[0].Split(','), lines[3], "adults", "many <b>&\"");
        await File.WriteAllLinesAsync(_folder.File("moved.csv"), lines);
        await RunAsync(settings, "validate", "--data", _folder.File("moved.csv"), "--source", "city", "--model", "champion", "--report", _folder.File("report.html"));

        var seen = await Browser.OpenAsync(_folder.File("report.html"));

        seen.GetProperty("axe").EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty();
        seen.GetProperty("errors").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("requests").EnumerateArray().Select(r => r.GetString()).ShouldAllBe(r => r!.StartsWith("file:"));
        seen.GetProperty("headings").EnumerateArray().Select(h => h.GetString()!).ShouldContain("Then and now");
        seen.GetProperty("headings").EnumerateArray().Select(h => h.GetString()!).ShouldContain(h => h.StartsWith("Beside model m-"));
        seen.GetProperty("widerThanThePhone").GetBoolean().ShouldBeFalse();
    }

    // Every second booking: other bookings of the same world.
    private void Half(string from, string to, int odd)
    {
        var lines = File.ReadAllLines(_folder.File(from));
        _folder.File(to, string.Join('\n', lines.Skip(1).Where((_, i) => i % 2 == odd).Prepend(lines[0])));
    }

    private static string Bad(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].Split(',');
        return string.Join('\n', lines.Select((l, i) => i is > 0 and < 1000 ? Set(header, l, "adults", "101") : l));
    }

    // The generator's own files quote nothing.
    private static string Set(string[] header, string line, string field, string value)
    {
        var cells = line.Split(',');
        cells[Array.IndexOf(header, field)] = value.Contains('"') ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
        return string.Join(',', cells);
    }

    private static JsonElement Check(JsonElement report, string name) => report.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    private Task GenerateAsync(string name, params string[] more) => ReportFixture.GenerateAsync(_folder.File(name), more);

    private Task<ToolResult> ValidateAsync(string name) => RunAsync("validate", "--data", _folder.File(name), "--source", "city", "--json");

    private Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunAsync(arguments, folder: _folder.Path);

    private Task<ToolResult> RunAsync(IDictionary<string, string?> settings, params string[] arguments) => Tool.RunAsync(arguments, settings, _folder.Path);
}

/// <summary>A champion trained on the generated bookings of seed 1, once for all tests.</summary>
public sealed class ReportFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal Dictionary<string, string?> Settings { get; private set; } = [];

    internal string Version { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        Settings = QuickTraining.With(azurite.Settings());
        var data = _folder.File("first.csv");
        await GenerateAsync(data, "--seed", "1");
        Version = (await Tool.RunAsync(["train", "--data", data, "--promote", "--json"], Settings, _folder.Path)).Json().GetProperty("version").GetString()!;
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    internal static async Task GenerateAsync(string path, params string[] more) =>
        (await Tool.RunAsync(["generate", "--out", path, "--properties", "2", "--bookings-per-day", "8", "--days", "300", .. more])).ExitCode.ShouldBe(0);
}
