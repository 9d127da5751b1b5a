using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using HotelCancellation.Api;
using HotelCancellation.Monitoring.Runs;
using HotelCancellation.Platform;
using HotelCancellation.Tests.Docs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HotelCancellation.Tests.Infra;

/// <summary>What every installation holds to, whatever its parameters say.</summary>
public sealed partial class InstallationTests
{
    /// <summary>Roles that the app, people and pipelines may be given: by what they do, none that owns or gives roles.</summary>
    private static readonly string[] Roles =
    [
        "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "3913510d-42f4-4e42-8a64-420c390055eb", "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
        "4633458b-17de-408a-b874-0445c86b69e6", "974c5e8b-45b9-4653-ba55-5f855dd0fb88", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "de139f84-1756-47ae-9be6-808fbbe84772",
    ];

    public static TheoryData<string> Names => [.. Installation.Names];

    [Fact]
    public void Installations_OfTheParameterFiles_AreDevStagingAndProd() => Installation.Names.ShouldBe(["dev", "dev-flex", "prod", "staging"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Storage_Accounts_TakeNoKeysAndForgetNothingAtOnce(string name)
    {
        var installation = Installation.Read(name);
        var accounts = installation.Of("Microsoft.Storage/storageAccounts").ToList();

        accounts.Count.ShouldBe(2);
        foreach (var account in accounts.Select(a => a.GetProperty("properties")))
        {
            account.GetProperty("allowSharedKeyAccess").GetBoolean().ShouldBeFalse();
            account.GetProperty("allowBlobPublicAccess").GetBoolean().ShouldBeFalse();
            account.GetProperty("minimumTlsVersion").GetString().ShouldBe("TLS1_2");
        }

        accounts.Select(Installation.NameOf).ShouldAllBe(n => n.Length >= 3 && n.Length <= 24 && n.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
        installation.Of("Microsoft.Storage/storageAccounts/blobServices").Select(b => b.GetProperty("properties"))
            .ShouldAllBe(b => b.GetProperty("isVersioningEnabled").GetBoolean() && b.GetProperty("deleteRetentionPolicy").GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public void Storage_WithPrivateEndpoints_IsClosedToOtherNetworks()
    {
        var prod = Installation.Read("prod");

        prod.Of("Microsoft.Network/privateEndpoints").Count().ShouldBe(6);
        prod.Of("Microsoft.Storage/storageAccounts").Concat(prod.Of("Microsoft.KeyVault/vaults"))
            .ShouldAllBe(r => r.GetProperty("properties").GetProperty("publicNetworkAccess").GetString() == "Disabled");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Roles_ThatAreGiven_AreNarrowAndSayWhy(string name)
    {
        var assignments = Installation.Read(name).Of("Microsoft.Authorization/roleAssignments").Select(r => r.GetProperty("properties")).ToList();

        assignments.ShouldNotBeEmpty();
        assignments.ShouldAllBe(a => a.GetProperty("description").GetString()!.Length > 0);
        assignments.Select(a => a.GetProperty("roleDefinitionId").GetString()!.Split('/')[^1]).ShouldBeSubsetOf(Roles);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Identity_OfEverySlot_IsTheOneThatItsSettingsNameAndRolesAreGivenTo(string name)
    {
        var installation = Installation.Read(name);
        var identity = installation.Of("Microsoft.ManagedIdentity/userAssignedIdentities").Select(Installation.NameOf).ShouldHaveSingleItem();
        var apps = installation.Of("Microsoft.Web/sites").Concat(installation.Of("Microsoft.Web/sites/slots")).ToList();

        apps.Count.ShouldBe(installation.Slots.Count);
        apps.ShouldAllBe(a => a.GetProperty("identity").GetProperty("type").GetString() == "UserAssigned");
        apps.ShouldAllBe(a => a.GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateObject().Single().Name.EndsWith($"/{identity}"));
        apps.ShouldAllBe(a => a.GetProperty("properties").GetProperty("keyVaultReferenceIdentity").GetString()!.EndsWith($"/{identity}"));
        foreach (var settings in installation.Slots.Select(installation.Settings))
        {
            settings["AZURE_CLIENT_ID"].ShouldContain($"/{identity}'");
            settings["AZURE_CLIENT_ID"].ShouldEndWith(".clientId]");
            settings["AzureWebJobsStorage__clientId"].ShouldBe(settings["AZURE_CLIENT_ID"]);
            settings.ShouldNotContainKey("Storage__ConnectionString");
        }

        installation.Of("Microsoft.Authorization/roleAssignments").Select(r => r.GetProperty("properties").GetProperty("principalId").GetString()!)
            .Where(p => p.Contains("userAssignedIdentities")).ShouldAllBe(p => p.Contains($"/{identity}'"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Secrets_ByDesign_AreInTheVaultAlone(string name)
    {
        var installation = Installation.Read(name);

        foreach (var setting in installation.Slots.SelectMany(slot => installation.Settings(slot)))
        {
            setting.Value.ShouldNotContain("AccountKey", Case.Insensitive, setting.Key);
            setting.Value.ShouldNotContain("listKeys", Case.Insensitive, setting.Key);
        }

        if (installation.Settings().TryGetValue("Alerts__RoutingKey", out var key))
        {
            key.ShouldStartWith("@Microsoft.KeyVault(VaultName=kv-");
        }

        installation.Of("Microsoft.Insights/components").ShouldAllBe(c => c.GetProperty("properties").GetProperty("DisableLocalAuth").GetBoolean());
        installation.Of("Microsoft.KeyVault/vaults").ShouldAllBe(v => v.GetProperty("properties").GetProperty("enableRbacAuthorization").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Containers_AsProvisioned_AreThoseOfTheApp(string name)
    {
        var used = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "HotelCancellation"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => ContainerName().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).Distinct().Order(StringComparer.Ordinal).ToList();
        var installation = Installation.Read(name);
        var provisioned = installation.Of("Microsoft.Storage/storageAccounts/blobServices/containers").Select(c => Installation.NameOf(c).Split('/')[^1]).ToList();
        var prefixes = installation.Of("Microsoft.Storage/storageAccounts/managementPolicies")
            .SelectMany(p => p.GetProperty("properties").GetProperty("policy").GetProperty("rules").EnumerateArray())
            .Select(r => r.GetProperty("definition").GetProperty("filters"))
            .SelectMany(f => f.TryGetProperty("prefixMatch", out var match) ? match.EnumerateArray().Select(m => m.GetString()!) : []);

        provisioned.Where(c => c != "packages").Order(StringComparer.Ordinal).ShouldBe(used);
        prefixes.Select(p => p.Split('/')[0]).ShouldBeSubsetOf(used);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alerts_OfTheFourKeyMetrics_AskForWhatIsMeasured(string name)
    {
        var rules = Installation.Read(name).Of("Microsoft.Insights/scheduledQueryRules")
            .Select(r => r.GetProperty("properties").GetProperty("criteria").GetProperty("allOf")[0])
            .Select(c => (Query: c.GetProperty("query").GetString()!, Operator: c.GetProperty("operator").GetString()!, Threshold: c.GetProperty("threshold").GetDouble())).ToList();

        rules.Select(r => (r.Operator, r.Threshold)).ShouldBe([("GreaterThan", 100), ("GreaterThan", 0.001), ("GreaterThanOrEqual", 0.2), ("LessThan", 0.75)], ignoreOrder: true);
        rules.SelectMany(r => MetricName().Matches(r.Query).Select(m => m.Value)).Distinct()
            .ShouldBe(["hotelcancel.monitoring.drift_severity", "hotelcancel.monitoring.f1", "hotelcancel.monitoring.psi_max"], ignoreOrder: true);
        rules.SelectMany(r => MetricName().Matches(r.Query).Select(m => m.Value)).ShouldBeSubsetOf(Instruments());
    }

    /// <summary>The instruments that a host has.</summary>
    private static List<string> Instruments()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddHotelCancellationApi(builder.Configuration);
        using var host = builder.Build();
        var meter = host.Services.GetRequiredService<HotelCancellationMeter>().Meter;
        _ = host.Services.GetRequiredService<MonitoringGauges>();
        var names = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                names.Add(instrument.Name);
            }
        };
        listener.Start();
        return names;
    }

    [GeneratedRegex("""(const string Container = |\.Container\()"(?<name>[a-z]+)"\)?""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"hotelcancel\.[a-z_.0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetricName();
}
