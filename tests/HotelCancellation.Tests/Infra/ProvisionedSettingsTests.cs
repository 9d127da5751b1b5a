using System.Text.RegularExpressions;
using HotelCancellation.Monitoring;
using HotelCancellation.Tests.Docs;

namespace HotelCancellation.Tests.Infra;

/// <summary>Settings used, settings documented and settings provisioned are the same ones.</summary>
public sealed partial class ProvisionedSettingsTests
{
    /// <summary>The schedule of staging's timers: 29 February.</summary>
    private const string Never = "0 0 0 29 2 *";

    /// <summary>Settings that no options class has: of the Functions host, the platform, the .NET runtime, the Azure SDKs and OpenTelemetry.</summary>
    private static readonly string[] OfThePlatform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AZURE_CLIENT_ID",
        "AzureFunctionsJobHost__extensions__durableTask__hubName",
        "AzureFunctionsJobHost__functionTimeout",
        "AzureFunctionsWebHost__hostid",
        "AzureWebJobsDisableHomepage",
        "AzureWebJobsStorage__accountName",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "DOTNET_TC_DelaySingleProcMultiplier",
        "FUNCTIONS_EXTENSION_VERSION",
        "FUNCTIONS_WORKER_RUNTIME",
        "OTEL_RESOURCE_ATTRIBUTES",
        "WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID",
        "WEBSITE_SWAP_WARMUP_PING_PATH",
        "WEBSITE_SWAP_WARMUP_PING_STATUSES",
    ];

    public static TheoryData<string> Installations => [.. Installation.Names];

    [Theory]
    [MemberData(nameof(Installations))]
    public void Settings_Provisioned_AreUsed(string name)
    {
        var used = UsedSettings.OfOptions.Concat(UsedSettings.OfTimers.Values).Concat(UsedSettings.OfHostJson).Select(UsedSettings.AsAppSetting)
            .Concat(OfThePlatform).ToHashSet(StringComparer.Ordinal);

        foreach (var slot in Installation.Read(name).Slots)
        {
            Installation.Read(name).Settings(slot).Keys.Where(setting => !used.Contains(setting)).ShouldBeEmpty($"{name}, {slot}");
        }
    }

    [Theory]
    [MemberData(nameof(Installations))]
    public void Schedules_OfAllTimers_AreProvisionedAndRunInProductionAlone(string name)
    {
        var installation = Installation.Read(name);
        foreach (var slot in installation.Slots)
        {
            var settings = installation.Settings(slot);

            settings.Keys.Where(k => k.StartsWith("Schedules__", StringComparison.Ordinal)).ShouldBe(UsedSettings.OfTimers.Values.Select(UsedSettings.AsAppSetting), ignoreOrder: true);
            settings.Where(s => s.Key.StartsWith("Schedules__", StringComparison.Ordinal)).ShouldAllBe(s => Schedule().IsMatch(s.Value));
            settings.Where(s => s.Key.StartsWith("Schedules__", StringComparison.Ordinal)).ShouldAllBe(s => s.Value == Never == (slot == "staging"));
        }
    }

    [Theory]
    [MemberData(nameof(Installations))]
    public void Names_OfSettings_AreWhatALinuxPlanTakes(string name) =>
        Installation.Read(name).Slots.SelectMany(slot => Installation.Read(name).Settings(slot).Keys).ShouldAllBe(setting => setting.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    [Theory]
    [MemberData(nameof(Installations))]
    public void Settings_ThatTheHostAsksFor_AreProvisioned(string name)
    {
        foreach (var slot in Installation.Read(name).Slots)
        {
            UsedSettings.OfHostJson.Select(UsedSettings.AsAppSetting).ShouldBeSubsetOf(Installation.Read(name).Settings(slot).Keys);
        }
    }

    [Fact]
    public void Settings_Provisioned_AreDocumented()
    {
        var guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "azure.md"));
        var provisioned = Installation.Names.Select(Installation.Read).SelectMany(i => i.Slots.SelectMany(slot => i.Settings(slot).Keys))

            // What a deployment adds: the snapshots are of installations that have no package yet.
            .Append("WEBSITE_RUN_FROM_PACKAGE").Append("PACKAGE_BEFORE").Distinct();

        ShouldBeTheSame(TableUnder(guide, "## Settings"), provisioned, "docs/azure.md", "infra");
    }

    [Fact]
    public void OperatingGuide_Settings_AreUsed()
    {
        var guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operating.md"));
        var used = UsedSettings.OfOptions.Concat(UsedSettings.OfTimers.Values).ToHashSet(StringComparer.Ordinal);

        ShouldBeTheSame(TableUnder(guide, "## Settings"), used, "docs/operating.md", "the code");
    }

    [Fact]
    public void Settings_ThatSlotsDifferIn_StayWithTheirSlot()
    {
        foreach (var installation in Installation.Names.Select(Installation.Read).Where(i => i.Slots.Count > 1))
        {
            var (production, staging) = (installation.Settings(), installation.Settings("staging"));

            staging.Keys.ShouldBe(production.Keys, ignoreOrder: true);
            installation.StickySettings.ShouldBe(production.Keys.Where(k => production[k] != staging[k]), ignoreOrder: true);
        }
    }

    [Theory]
    [MemberData(nameof(Installations))]
    public void Objectives_AsProvisioned_AreTheDefaultsOfTheApp(string name)
    {
        var (settings, defaults) = (Installation.Read(name).Settings(), new MonitoringOptions());

        Number("LatencyMilliseconds").ShouldBe(defaults.LatencyMilliseconds);
        Number("ErrorRate").ShouldBe(defaults.ErrorRate);
        Number("PsiThreshold").ShouldBe(defaults.PsiThreshold);
        Number("F1Threshold").ShouldBe(defaults.F1Threshold);

        double Number(string setting) => double.Parse(settings[$"Monitoring__{setting}"], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Says which are missing and which are stray, rather than all.</summary>
    private static void ShouldBeTheSame(IEnumerable<string> one, IEnumerable<string> other, string nameOfOne, string nameOfOther)
    {
        var (first, second) = (one.ToHashSet(StringComparer.Ordinal), other.ToHashSet(StringComparer.Ordinal));

        first.Except(second).ShouldBeEmpty($"in {nameOfOne} and not in {nameOfOther}");
        second.Except(first).ShouldBeEmpty($"in {nameOfOther} and not in {nameOfOne}");
    }

    /// <summary>The names in the first column of the table under a heading.</summary>
    private static IEnumerable<string> TableUnder(string text, string heading)
    {
        var start = text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, heading);
        var end = text.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return text[start..(end < 0 ? text.Length : end)].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Name().Matches(line.Split('|')[1]).Select(m => m.Groups["name"].Value));
    }

    [GeneratedRegex(@"^(\S+ ){5}\S+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Schedule();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
