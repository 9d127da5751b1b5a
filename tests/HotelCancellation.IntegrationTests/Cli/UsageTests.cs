namespace HotelCancellation.IntegrationTests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("generate", "--bookings-per-day")]
    [InlineData("train", "--split")]
    [InlineData("train", "--mapping")]
    [InlineData("map", "--out")]
    [InlineData("validate", "--report")]
    [InlineData("validate", "--history")]
    [InlineData("quarantine", "replay")]
    [InlineData("score", "--as-of")]
    [InlineData("keys", "create")]
    [InlineData("demo", "--port")]
    [InlineData("drop", "put")]
    [InlineData("restore", "--property")]
    public async Task Help_EveryCommand_NamesItsOptions(string command, string option)
    {
        var result = await Tool.RunAsync([command, "--help"]);

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain(option);
    }

    [Theory]
    [InlineData("train", "See: hotelcancel train --help")]
    [InlineData("train --data no-such-file.csv", "no-such-file.csv")]
    [InlineData("train --data x --split 2018-02-29", "2018-02-29")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("generate --days 0", "Days must be 1 to 36500, not 0")]
    [InlineData("generate --properties many", "many")]
    [InlineData("generate --drift war", "--drift war: the kind must be one of price, mix, agent, behaviour, feed, not 'war'.")]
    [InlineData("generate --drift price:800", "Drift price: the onset must be day 0 to 729")]
    [InlineData("generate --late 0.1", "--late is about events; give --events.")]
    [InlineData("generate --events --repeated 2", "RepeatedShare must be 0 to 1, not 2")]
    [InlineData("generate --drift-property 2", "--drift-property is about drifts; give --drift.")]
    [InlineData("generate --drift price --feed-column meal", "--feed-column is about the drift 'feed'; give --drift feed.")]
    [InlineData("demo --port 80", "--port 80: must be 1024 to 65000")]
    [InlineData("validate", "--data")]
    [InlineData("quarantine replay", "--quarantine")]
    [InlineData("quarantine show --quarantine no-such.ndjson", "no-such.ndjson")]
    [InlineData("validate --data x --mapping no-such.json", "no-such.json")]
    [InlineData("keys create --name x --role king", "must be of predict, ingest, operate, admin")]
    [InlineData("train --set novalue --data x", "--set novalue: must be Section:Name=value")]
    [InlineData("train --set Training:Treees=5 --data x", "there is no such setting")]
    [InlineData("keys create", "See: hotelcancel keys create --help")]
    [InlineData("drop put no-such.csv", "no-such.csv")]
    public async Task Run_BadUsage_EndsWith2AndSaysWhy(string arguments, string message)
    {
        var result = await Tool.RunAsync(arguments.Split(' '));

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.ShouldContain(message);
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Training:Trees", "abc", "Training:Trees")]
    [InlineData("Training:Trees", "0", "Training:Trees must be 1 to 5000")]
    [InlineData("Storage:ConnectionString", "garbage", "Storage:ConnectionString is not the connection string")]
    public async Task Run_BadSetting_IsOneLineThatNamesIt(string name, string value, string message)
    {
        using var folder = new TempFolder();

        var result = await Tool.RunAsync(["train", "--data", folder.File("x.csv", "bookingId\n"), "--no-register", "--set", $"{name}={value}"]);

        result.ExitCode.ShouldBe(1);
        result.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public async Task Generate_SameSeed_WritesTheSameBytes()
    {
        using var folder = new TempFolder();
        string[] options = ["generate", "--days", "30", "--properties", "2", "--seed", "5", "--json", "--quiet", "--out"];

        var one = (await Tool.RunAsync([.. options, folder.File("a.csv")])).Json();
        await Tool.RunAsync([.. options, folder.File("b.csv")]);

        one.GetProperty("bookings").GetInt64().ShouldBe(File.ReadLines(folder.File("a.csv")).Count() - 1);
        File.ReadAllBytes(folder.File("b.csv")).ShouldBe(File.ReadAllBytes(folder.File("a.csv")));
        Directory.GetFiles(folder.Path).Length.ShouldBe(2, "nothing half-written stays");
    }

    [Fact]
    public async Task Generate_EventsWithDrift_TellsTheTruthBesideThem()
    {
        using var folder = new TempFolder();
        string[] options = ["generate", "--days", "90", "--bookings-per-day", "10", "--drift", "price", "--drift", "feed:2024-02-01:0.4", "--drift-property", "2", "--events", "--late", "0.1", "--repeated", "0.3"];

        var told = (await Tool.RunAsync([.. options, "--json", "--quiet", "--out", folder.File("events.ndjson")])).Json();

        var lines = File.ReadAllLines(folder.File("events.ndjson"));
        lines.Length.ShouldBe(told.GetProperty("events").GetInt32());
        lines.Count(l => l.Contains("\"status\":\"booked\"", StringComparison.Ordinal)).ShouldBeGreaterThan(told.GetProperty("bookings").GetInt32());
        (lines.Length - lines.Distinct(StringComparer.Ordinal).Count()).ShouldBe(told.GetProperty("repeated").GetInt32());
        told.GetProperty("late").GetInt32().ShouldBeGreaterThan(0);
        told.GetProperty("drift").GetRawText().ShouldBe(
            """[{"kind":"price","onset":"2024-03-01","onset_day":60,"size":0.15,"properties":["resort-02"]},{"kind":"feed","onset":"2024-02-01","onset_day":31,"size":0.4,"properties":["resort-02"],"column":"agent"}]""");
    }
}
