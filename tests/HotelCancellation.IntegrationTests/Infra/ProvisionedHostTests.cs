using System.Net;
using System.Text.Json;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Security;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Tests.Infra;

namespace HotelCancellation.IntegrationTests.Infra;

/// <summary>
/// The Web host as a process, with the app settings of an installation in its environment: the same names, and the same values but for what leads
/// to Azure. The account is an emulator, tokens are of a loopback issuer, telemetry goes to a loopback port, and a reference to the vault has been resolved, as the platform does it.
/// </summary>
public sealed class ProvisionedHostTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan TelemetryLimit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("dev", "production")]
    [InlineData("prod", "staging")]
    [InlineData("dev-flex", "production")]
    public async Task Start_WithTheSettingsOfAnInstallation_ServesByThemAndIsToldApartInTelemetry(string installation, string slot)
    {
        using var ingestion = Ingestion.Start();
        await using var issuer = await TokenIssuer.StartAsync();
        var settings = Settings(installation, slot, ingestion, issuer);
        var key = await KeyAsync(settings);

        await using var host = await WebProcess.StartAsync(settings, key);
        var open = await host.Client.GetAsync("/api/v1/monitoring/alerts");
        using var stranger = new HttpClient { BaseAddress = host.Client.BaseAddress };
        var closed = await stranger.GetAsync("/metrics");
        var byToken = await stranger.WithToken(issuer.Token(["operate", "property:*"])).GetAsync("/api/v1/monitoring/alerts");
        using var limit = new CancellationTokenSource(TelemetryLimit);
        var request = await FirstRequestAsync(host.Client, ingestion, limit.Token);

        open.StatusCode.ShouldBe(HttpStatusCode.OK, await open.Content.ReadAsStringAsync());
        closed.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        byToken.StatusCode.ShouldBe(HttpStatusCode.OK, await byToken.Content.ReadAsStringAsync());
        request.GetProperty("tags").GetProperty("ai.cloud.role").GetString().ShouldBe($"[{slot}]/HotelCancellation");

        // What the alert rules and the scripts ask Application Insights for.
        var data = request.GetProperty("data").GetProperty("baseData");
        data.GetProperty("name").GetString().ShouldNotBeNull().ShouldContain("/api/v1/");
        data.GetProperty("url").GetString().ShouldNotBeNull().ShouldContain("/api/v1/");
        data.GetProperty("responseCode").GetString().ShouldBe("200");
    }

    /// <summary>Traces are sampled by their rate, and a host that starts makes many: one request may be left out, and others not.</summary>
    private static async Task<JsonElement> FirstRequestAsync(HttpClient client, Ingestion ingestion, CancellationToken cancellationToken)
    {
        var first = ingestion.FirstRequestAsync("/api/v1/monitoring/alerts", cancellationToken);
        while (!first.IsCompleted)
        {
            await client.GetAsync("/api/v1/monitoring/alerts", cancellationToken);
            await Task.WhenAny(first, Task.Delay(500, cancellationToken));
        }

        return await first;
    }

    private Dictionary<string, string?> Settings(string installation, string slot, Ingestion ingestion, TokenIssuer issuer)
    {
        var settings = Installation.Read(installation).Settings(slot).ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal);

        // An identity of Azure is not to be had here; everything that needs one is replaced, and nothing else.
        settings.Remove("Storage__AccountName").ShouldBeTrue();
        settings.Remove("APPLICATIONINSIGHTS_AUTHENTICATION_STRING").ShouldBeTrue();
        settings.Remove("AZURE_CLIENT_ID").ShouldBeTrue();
        settings["Access__Tokens__Authority"].ShouldBe("[format('{0}{1}/v2.0', environment().authentication.loginEndpoint, '00000000-0000-0000-0000-000000000001')]");
        settings["Access__Tokens__Authority"] = issuer.Authority;
        settings["APPLICATIONINSIGHTS_CONNECTION_STRING"] = ingestion.ConnectionString;
        foreach (var (name, value) in settings.Where(s => s.Value!.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal)).ToList())
        {
            settings[name] = "resolved";
        }

        foreach (var (name, value) in azurite.Settings())
        {
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        // The exporter's own telemetry would go elsewhere.
        settings["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true";
        return settings;
    }

    private static async Task<string> KeyAsync(Dictionary<string, string?> settings)
    {
        var storage = settings.Where(s => s.Key.StartsWith("Storage__", StringComparison.Ordinal)).ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => s.Value);
        await using var host = await ApiHost.StartAsync(storage, withModel: false);
        return (await host.NewKeyAsync(ApiRoles.Operate)).Text;
    }
}
