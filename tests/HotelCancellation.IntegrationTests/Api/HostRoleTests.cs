using System.Net;
using HotelCancellation.IntegrationTests.Cli;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HotelCancellation.IntegrationTests.Api;

public sealed class HostRoleTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("api,jobs", true)]
    [InlineData("Jobs", true)]
    [InlineData("api", false)]
    public void Schedules_ByRole_AreThere(string? roles, bool works)
    {
        var services = new ServiceCollection();

        services.AddSchedules(new ConfigurationBuilder().AddInMemoryCollection(roles is null ? [] : [KeyValuePair.Create("Host:Roles", (string?)roles)]).Build());

        services.Any(s => s.ServiceType == typeof(IHostedService)).ShouldBe(works);
    }

    [Fact]
    public void Secrets_AsFiles_AreSettingsThatWinOverOthers()
    {
        using var folder = new TempFolder();
        folder.File("Alerts__RoutingKey", "of the vault\n");
        var builder = WebApplication.CreateBuilder([$"--Host:SecretsFolder={folder.Path}", "--Alerts:RoutingKey=of the command line"]);

        builder.UseWebDefaults();

        builder.Configuration["Alerts:RoutingKey"].ShouldBe("of the vault");
    }

    [Theory]
    [InlineData("/there/is/none")]
    [InlineData("secrets")]
    public void Secrets_WithoutTheirFolder_EndTheStartWithOneLine(string folder)
    {
        var builder = WebApplication.CreateBuilder([$"--Host:SecretsFolder={folder}"]);

        Should.Throw<OptionsValidationException>(builder.UseWebDefaults).Failures.ShouldHaveSingleItem()
            .ShouldBe($"Host:SecretsFolder must be the whole path of a folder; there is no '{folder}'.");
    }

    [Theory]
    [InlineData("api", HttpStatusCode.Unauthorized)]
    [InlineData("jobs", HttpStatusCode.NotFound)]
    public async Task Get_ByRole_IsAnsweredAndProbesAlways(string roles, HttpStatusCode status)
    {
        var settings = azurite.Settings();
        settings["Host:Roles"] = roles;
        await using var host = await ApiHost.StartAsync(settings, withModel: false);
        using var client = host.Client();

        (await client.GetAsync("/api/v1/models")).StatusCode.ShouldBe(status);
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
