using System.Text.RegularExpressions;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Cli;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.IntegrationTests.Docs;

/// <summary>What README says is done as it says it.</summary>
public sealed partial class ReadmeTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    [Fact]
    public async Task FirstCurl_Body_IsAnsweredWithReasons()
    {
        using var client = await fixture.Host.ClientAsync();

        using var answer = await client.PostAsync("/api/v1/predictions?explain=true", ApiHost.Body(Body().Match(Readme).Groups["it"].Value));

        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync());
        (await answer.JsonAsync()).GetProperty("reasons").GetArrayLength().ShouldBeGreaterThan(0);
    }

    public static TheoryData<string, string> Commands()
    {
        var data = new TheoryData<string, string>();
        foreach (var (command, options) in Command().Matches(Readme).Select(m => (m.Groups["it"].Value, string.Join(' ', Option().Matches(m.Value).Select(o => o.Value)))).Distinct())
        {
            data.Add(command, options);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Commands_Named_HaveTheOptionsThatReadmeGives(string command, string options)
    {
        var help = await Tool.RunAsync([.. command.Split(' '), "--help"]);

        help.ExitCode.ShouldBe(0, help.Error);
        foreach (var option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            help.Output.ShouldContain(option);
        }
    }

    [Fact]
    public void Links_OfTheCheckout_Exist()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Checkout.Root, "README.md")))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                var target = Path.Combine(Path.GetDirectoryName(file)!, link.Groups["it"].Value);
                (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{Path.GetFileName(file)} links to {link.Groups["it"].Value}");
            }
        }
    }

    [GeneratedRegex(@"-d '(?<it>\{[^']*\})'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Body();

    // A command is a word, or for keys two; the line that names it has its options.
    [GeneratedRegex(@"\./eng/hotelcancel (?<it>(keys )?[a-z]+)[^\n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<= )--[a-z-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"\]\((?<it>(?!https?:|#)[^)#]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
