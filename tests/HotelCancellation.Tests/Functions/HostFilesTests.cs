using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using HotelCancellation.Api;
using HotelCancellation.Platform;

namespace HotelCancellation.Tests.Functions;

/// <summary>The files that the Functions host reads.</summary>
public sealed class HostFilesTests
{
    /// <summary>Settings of the Functions host itself.</summary>
    private static readonly string[] OfTheHost = ["AzureWebJobsStorage", "AzureWebJobsDisableHomepage", "FUNCTIONS_WORKER_RUNTIME"];

    [Fact]
    public void HostJson_RoutePrefix_IsEmptySoThatUrlsAreTheSameOnEveryHost()
    {
        using var host = Read("host.json");

        host.RootElement.GetProperty("version").GetString().ShouldBe("2.0");
        host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString().ShouldBe("");
        TimeSpan.ParseExact(host.RootElement.GetProperty("functionTimeout").GetString()!, "c", null)
            .ShouldBe(TimeSpan.FromHours(1), "a step of a retraining run may take long; Premium and Flex Consumption allow it");
        host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("hubName").GetString().ShouldBe("HotelCancellation", "a slot overrides it");
    }

    [Fact]
    public void LocalSettings_Sample_StartsTheIsolatedWorkerAndGivesUpTheHomePage()
    {
        using var sample = Read("local.settings.sample.json");
        var values = sample.RootElement.GetProperty("Values");

        values.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString().ShouldBe("dotnet-isolated");
        values.GetProperty("AzureWebJobsStorage").GetString().ShouldBe("UseDevelopmentStorage=true");
        values.GetProperty("AzureWebJobsDisableHomepage").GetString().ShouldBe("true");
    }

    [Fact]
    public void Project_OfTheApp_HasTheFilesOfTheRootInItsOutputAndPublishesNoSettings()
    {
        var items = XDocument.Load(Repository.PathOf("src/HotelCancellation.Functions/HotelCancellation.Functions.csproj")).Descendants("None")
            .Where(item => item.Attribute("Link") is not null)
            .Select(item => $"{item.Attribute("Include")!.Value} {item.Attribute("Link")!.Value} {item.Attribute("CopyToOutputDirectory")!.Value} {item.Attribute("CopyToPublishDirectory")!.Value}");

        items.ShouldBe(
            [
                "../../host.json host.json PreserveNewest PreserveNewest",
                "../../local.settings.json local.settings.json PreserveNewest Never",
                "../../local.settings.sample.json local.settings.json PreserveNewest Never",
            ],
            "Core Tools starts in the output folder");
    }

    [Fact]
    public void LocalSettings_Sample_NamesOnlySettingsThatExist()
    {
        using var sample = Read("local.settings.sample.json");
        var sections = Sections();
        var settings = sample.RootElement.GetProperty("Values").EnumerateObject().ToList();

        // The host reads text only, and no colon can stand in the name of an environment variable.
        settings.ShouldAllBe(setting => setting.Value.ValueKind == JsonValueKind.String && !setting.Name.Contains(':'));
        foreach (var name in settings.Select(setting => setting.Name).Where(name => !OfTheHost.Contains(name)))
        {
            var parts = name.Split("__");
            sections.ShouldContainKey(parts[0], name);
            sections[parts[0]].ShouldContain(parts[1], name);
        }
    }

    /// <summary>The properties of all options classes by section, and the schedules that timer triggers ask for.</summary>
    private static Dictionary<string, HashSet<string>> Sections()
    {
        var sections = new[] { typeof(StorageOptions).Assembly, typeof(ApiOptions).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
            .Where(found => found.Section is not null && found.Type.Name.EndsWith("Options", StringComparison.Ordinal))
            .ToDictionary(found => found.Section!, found => found.Type.GetProperties().Select(property => property.Name).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        sections.Add("Schedules", ["RefreshChampion", "CompactEvents", "CompactPredictions", "Monitor", "DispatchRuns", "TakeDrops", "RefreshCalibration"]);
        return sections;
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf(file)));
}
