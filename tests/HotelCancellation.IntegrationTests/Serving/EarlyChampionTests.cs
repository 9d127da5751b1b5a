using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HotelCancellation.IntegrationTests.Serving;

public sealed class EarlyChampionTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task BeginToLoadChampion_HostThatIsNotStarted_HasIt()
    {
        var settings = azurite.Settings();
        await using var stage = new TestStage(settings);
        var version = (await stage.Registry.RegisterAsync(TestModels.Draft(), CancellationToken.None)).Version;
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, version, null, "me", "better", CancellationToken.None);
        using var host = Built(settings);

        await host.Services.BeginToLoadChampion();

        host.Services.GetRequiredService<ActiveModels>().Champion!.Version.ShouldBe(version);
    }

    [Fact]
    public async Task BeginToLoadChampion_SettingsThatAreNotAllowed_LeavesThemToTheStart()
    {
        using var host = Built(new Dictionary<string, string?>(azurite.Settings()) { ["Serving:RefreshSeconds"] = "0" });

        await host.Services.BeginToLoadChampion();

        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => host.StartAsync())).Message.ShouldBe("Serving:RefreshSeconds must be 1 to 3600.");
    }

    private static IHost Built(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddHotelCancellation();
        return builder.Build();
    }
}
