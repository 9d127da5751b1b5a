using System.Text.Json;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Serving;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.IntegrationTests.Cli;

public sealed class ScoreTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const int Rows = 5000;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Score_FiveThousandPublicRows_EqualsTheApiExactly()
    {
        var settings = new Dictionary<string, string?>(azurite.Settings()) { ["Training:Trees"] = "50", ["Training:HazardTrees"] = "10", ["Features:ReadTimeoutMilliseconds"] = "60000" };
        await UnpackAsync();
        (await Tool.RunAsync(["train", "--data", _folder.File("all.csv"), "--promote", "--json", "--quiet"], settings)).Json();
        await using var host = await ApiHost.StartAsync(settings, withModel: false);
        await host.Get<ChampionWatcher>().RefreshAsync(default);

        var scored = await Tool.RunAsync(["score", "--data", _folder.File("some.csv"), "--quiet"], settings);
        using var client = await host.ClientAsync();
        using var answer = await client.PostAsync("/api/v1/predictions/batch", ApiHost.Body(await File.ReadAllTextAsync(_folder.File("some.csv")), "text/csv"));

        var (ours, theirs) = (scored.Lines(), await answer.LinesAsync());
        ours.Count.ShouldBe(Rows);
        theirs.Count.ShouldBe(Rows);
        for (var i = 0; i < Rows; i++)
        {
            Same(ours[i], theirs[i], "row", "row").ShouldBeTrue();
            if (ours[i].TryGetProperty("errors", out _))
            {
                theirs[i].TryGetProperty("errors", out _).ShouldBeTrue($"row {i + 1}");
                continue;
            }

            foreach (var (snake, camel) in new[] { ("booking_id", "bookingId"), ("probability", "probability"), ("will_cancel", "willCancel"), ("threshold", "threshold"), ("risk_band", "riskBand"), ("as_of", "asOf"), ("model_version", "modelVersion"), ("warnings", "warnings") })
            {
                Same(ours[i], theirs[i], snake, camel).ShouldBeTrue($"row {i + 1}, {camel}: {ours[i]} and {theirs[i]}");
            }
        }
    }

    [Fact]
    public async Task Score_NoChampion_SaysHowToGetOne()
    {
        var result = await Tool.RunAsync(["score", "--data", _folder.File("x.csv", "bookingId\n")], azurite.Settings());

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("There is no champion yet. Train one");
    }

    // To the last digit: the raw text of the numbers is compared.
    private static bool Same(JsonElement ours, JsonElement theirs, string snake, string camel) =>
        ours.GetProperty(snake).ValueKind == JsonValueKind.Number
            ? ours.GetProperty(snake).GetRawText() == theirs.GetProperty(camel).GetRawText()
            : JsonElement.DeepEquals(ours.GetProperty(snake), theirs.GetProperty(camel));

    private async Task UnpackAsync()
    {
        using var reader = new StreamReader(PublicData.Open());
        await using var all = new StreamWriter(_folder.File("all.csv"));
        await using var some = new StreamWriter(_folder.File("some.csv"));
        for (var row = 0; await reader.ReadLineAsync() is { } line; row++)
        {
            if (row % 6 == 0)
            {
                // The header and enough to learn from: what is compared is not how good the model is.
                await all.WriteLineAsync(line);
            }

            if (row <= Rows)
            {
                await some.WriteLineAsync(line);
            }
        }
    }
}
