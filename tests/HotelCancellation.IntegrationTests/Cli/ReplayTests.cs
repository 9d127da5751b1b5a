using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Simulation;

namespace HotelCancellation.IntegrationTests.Cli;

/// <summary><c>hotelcancel replay</c> and <c>calibrate</c> as a user runs them.</summary>
public sealed class ReplayTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private static readonly string[] Quick = [.. QuickTraining.Options, "--set", "Training:MinimumRows=100"];
    private static readonly string[] Keys = ["n", "base", "mean_p", "auc", "ap", "brier", "log_loss", "f1_at_half", "f1_best"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Replay_AllTasks_IsOneLineATaskAndAnAccessiblePage()
    {
        var data = await WriteAsync("all.csv", _ => true);

        var result = await Tool.RunAsync(
            ["replay", "--data", data, "--from", "2024-10-01", "--months", "2", "--split", "2024-11-01", "--page", _folder.File("page.html"), "--out", _folder.File("answers.csv"), "--json", "--quiet", .. Quick], folder: _folder.Path);
        var split = (await Tool.RunAsync(["train", "--data", data, "--split", "2024-11-01", "--no-register", "--json", "--quiet", .. Quick], folder: _folder.Path)).Json();

        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.Lines().ToDictionary(l => l.GetProperty("task").GetString()!);
        lines.Keys.ShouldBe(["booking-time", "on-the-books", "static"]);
        foreach (var line in lines.Values)
        {
            Keys.ShouldAllBe(key => line.GetProperty(key).ValueKind == JsonValueKind.Number);
            line.GetProperty("seconds").GetDouble().ShouldBeGreaterThan(0);
            line.GetProperty("by_property").EnumerateObject().Sum(p => p.Value.GetProperty("n").GetInt32()).ShouldBe(line.GetProperty("n").GetInt32());
            line.GetProperty("by_half").EnumerateObject().Sum(p => p.Value.GetProperty("n").GetInt32()).ShouldBe(line.GetProperty("n").GetInt32());
            line.GetProperty("by_month").EnumerateObject().Sum(p => p.Value.GetProperty("n").GetInt32()).ShouldBe(line.GetProperty("n").GetInt32());
        }

        var books = lines["on-the-books"];
        new[] { "wape_night", "wape_week", "wape_30_nights" }.ShouldAllBe(key => books.GetProperty(key).GetDouble() > 0 && books.GetProperty("by_month").EnumerateObject().All(m => m.Value.GetProperty(key).GetDouble() > 0));
        lines["static"].TryGetProperty("wape_night", out _).ShouldBeFalse();
        Keys.ShouldAllBe(key => lines["static"].GetProperty(key).GetDouble() == split.GetProperty(key).GetDouble());
        (await File.ReadAllLinesAsync(_folder.File("answers.csv"))).Length.ShouldBe(1 + lines.Values.Sum(l => l.GetProperty("n").GetInt32()));

        Skip.IfNot(File.Exists(Browser.Chromium), "Chromium is not here: install it, or set CHROMIUM to its path.");
        var seen = await Browser.OpenAsync(_folder.File("page.html"));
        seen.GetProperty("axe").EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty();
        seen.GetProperty("errors").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("requests").EnumerateArray().Select(r => r.GetString()).ShouldAllBe(r => r!.StartsWith("file:"));
        seen.GetProperty("headings").EnumerateArray().Select(h => h.GetString()).ShouldBe(["At booking time", "On the books", "One split"]);
        seen.GetProperty("widerThanThePhone").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Replay_InSeveralProcesses_AnswersAsOneDoes()
    {
        var data = await WriteAsync("all.csv", _ => true);
        string[] replay = ["replay", "--data", data, "--from", "2024-09-01", "--months", "2", "--split", "2024-11-01", "--json", "--quiet", .. Quick];

        var one = await Tool.RunAsync([.. replay, "--out", _folder.File("one.csv"), "--processes", "1"], folder: _folder.Path);
        var several = await Tool.RunAsync([.. replay, "--out", _folder.File("several.csv"), "--processes", "2"], folder: _folder.Path);

        several.ExitCode.ShouldBe(0, several.Error);
        (await File.ReadAllTextAsync(_folder.File("several.csv"))).ShouldBe(await File.ReadAllTextAsync(_folder.File("one.csv")));
        several.Lines().Select(Figures).ShouldBe(one.Lines().Select(Figures));

        static string Figures(JsonElement line) => string.Join('\n', line.EnumerateObject().Where(p => p.Name != "seconds").Select(p => p.ToString()));
    }

    [Fact]
    public async Task Replay_OfWhichAProcessFails_SaysWhy()
    {
        var result = await Tool.RunAsync(
            ["replay", "--data", await WriteAsync("early.csv", e => e.Booking.BookedOn < new DateOnly(2024, 2, 1)), "--from", "2024-01-01", "--months", "2", "--task", "on-the-books", "--processes", "2", "--quiet", .. Quick], folder: _folder.Path);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("can be learned from");
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Replay_NothingToAsk_IsOneClearLine()
    {
        var result = await Tool.RunAsync(["replay", "--data", await WriteAsync("all.csv", _ => true), "--task", "static", "--split", "2031-01-01", .. Quick], folder: _folder.Path);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("2031-01-01");
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Calibrate_AfterMoreArrivals_IsAPromotedChildAndTooFewAreRefused()
    {
        var settings = azurite.Settings();
        var early = await WriteAsync("early.csv", e => e.StatusDate < new DateOnly(2024, 9, 1));
        var trained = (await Tool.RunAsync(["train", "--data", early, "--promote", "--json", "--quiet", .. Quick], settings, _folder.Path)).Json();

        var few = await Tool.RunAsync(["calibrate", "--data", early, "--quiet", .. Quick], settings, _folder.Path);
        var child = (await Tool.RunAsync(["calibrate", "--data", await WriteAsync("all.csv", _ => true), "--promote", "--json", "--quiet", .. Quick], settings, _folder.Path)).Json();

        few.ExitCode.ShouldBe(1);
        few.Error.ShouldContain("At least 100");
        child.GetProperty("parent").GetString().ShouldBe(trained.GetProperty("version").GetString());
        child.GetProperty("promoted").GetBoolean().ShouldBeTrue();
        child.GetProperty("n").GetInt32().ShouldBeGreaterThan(100);
        child.GetProperty("after").GetProperty("brier").GetDouble().ShouldBeGreaterThan(0);
        await using var stage = new TestStage(settings);
        (await stage.Registry.GetAliasAsync("champion", default))!.Version.Value.ShouldBe(child.GetProperty("version").GetString());
    }

    private async Task<string> WriteAsync(string name, Func<BookingEvent, bool> isTaken)
    {
        var path = _folder.File(name);
        await using var file = File.Create(path);
        await using var writer = new BookingCsvWriter(file);
        await writer.WriteAllAsync(new BookingGenerator(new GeneratorOptions { Properties = 2, BookingsPerDay = 7, Days = 330 }).Events().Where(isTaken), default);
        return path;
    }
}
