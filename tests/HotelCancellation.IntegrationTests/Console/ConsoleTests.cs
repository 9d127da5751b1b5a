using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Console;

public sealed class ConsoleTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [SkippableFact]
    public async Task Console_InChromium_PredictsABookingAndShowsWhatIsWrong()
    {
        Skip.IfNot(File.Exists(Browser.Chromium), "Chromium is not here: install it, or set CHROMIUM to its path.");
        var key = (await fixture.Host.NewKeyAsync()).Text;
        using var client = fixture.Host.Client();

        var seen = await Browser.RunAsync("console.mjs", client.BaseAddress!.ToString(), key, Environment.GetEnvironmentVariable("CONSOLE_SCREENSHOT") ?? "");

        seen.GetProperty("errors").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("status").GetString().ShouldBe("ready");
        seen.GetProperty("keyError").GetString().ShouldNotBeNullOrWhiteSpace();
        seen.GetProperty("byVersion").GetString().ShouldBe(seen.GetProperty("version").GetString());
        var probability = seen.GetProperty("raw").GetProperty("probability").GetDouble();
        seen.GetProperty("probability").GetString()!.Trim('%', ' ').ShouldStartWith($"{Math.Floor(probability * 100)}");
        seen.GetProperty("reasons").GetInt32().ShouldBeGreaterThan(0);
        seen.GetProperty("adrError").GetString()!.ShouldContain("-5");
        seen.GetProperty("axe").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("axeResult").EnumerateArray().ShouldBeEmpty();
    }
}
