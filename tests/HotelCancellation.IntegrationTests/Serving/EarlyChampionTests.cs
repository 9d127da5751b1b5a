using System.Diagnostics;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using HotelCancellation.TestSupport;
using HotelCancellation.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
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
        var version = await PromoteAsync(settings);
        using var host = Built(settings);

        await host.Services.BeginToLoadChampion();

        host.Services.GetRequiredService<ActiveModels>().Champion!.Version.ShouldBe(version);
    }

    [Fact]
    public async Task BeginToLoadBundle_TheChampionsFilesAreGoneSince_IsTheHostsFirstChampion()
    {
        var settings = azurite.Settings();
        var version = await PromoteAsync(settings);
        using var host = Built(settings, isEarly: true);
        var loaded = await host.Services.GetRequiredService<EarlyBundle>().LoadedAsync();
        await DeleteAsync(settings, version);

        await host.Services.BeginToLoadChampion();

        host.Services.GetRequiredService<ActiveModels>().Champion.ShouldBeSameAs(loaded!.Bundle.ShouldNotBeNull());
    }

    [Fact]
    public async Task BeginToLoadBundle_AnotherIsTheChampionSince_LoadsThatOne()
    {
        var settings = azurite.Settings();
        await PromoteAsync(settings);
        using var host = Built(settings, isEarly: true);
        await host.Services.GetRequiredService<EarlyBundle>().LoadedAsync();
        var other = await PromoteAsync(settings, shift: 0.1);

        await host.Services.BeginToLoadChampion();

        host.Services.GetRequiredService<ActiveModels>().Champion!.Version.ShouldBe(other);
    }

    [Fact]
    public async Task BeginToLoadBundle_SettingsThatAreNotAllowed_LoadsNone()
    {
        var settings = azurite.Settings();
        await PromoteAsync(settings);
        using var host = Built(new Dictionary<string, string?>(settings) { ["Storage:TimeoutSeconds"] = "0" }, isEarly: true);

        (await host.Services.GetRequiredService<EarlyBundle>().LoadedAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task BeginToLoadChampion_SettingsThatAreNotAllowed_LeavesThemToTheStart()
    {
        using var host = Built(new Dictionary<string, string?>(azurite.Settings()) { ["Serving:RefreshSeconds"] = "0" });

        await host.Services.BeginToLoadChampion();

        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => host.StartAsync())).Message.ShouldBe("Serving:RefreshSeconds must be 1 to 3600.");
    }

    [Fact]
    public async Task Web_NoneOfItsServicesHasStarted_HasTheChampion()
    {
        var settings = azurite.Settings();
        var version = await PromoteAsync(settings);
        await using var factory = new WebApplicationFactory<WebAssembly>();
        var before = new BeforeTheStart();

        await using var web = factory.WithWebHostBuilder(builder => builder
            .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(settings))
            .ConfigureTestServices(services => services.AddSingleton<IHostedService>(provider => before.Of(provider.GetRequiredService<ActiveModels>()))));
        web.StartServer();

        before.Champion.ShouldBe(version);
    }

    private static async Task<ModelVersion> PromoteAsync(Dictionary<string, string?> settings, double shift = 0)
    {
        await using var stage = new TestStage(settings);
        var version = (await stage.Registry.RegisterAsync(TestModels.Draft(shift), CancellationToken.None)).Version;
        await stage.Registry.MoveAliasAsync(ModelAlias.Champion, version, null, "me", "better", CancellationToken.None);
        return version;
    }

    private static async Task DeleteAsync(Dictionary<string, string?> settings, ModelVersion version)
    {
        await using var stage = new TestStage(settings);
        await stage.Storage.Container("models").GetBlobClient($"{version}/{BundleFiles.Ensemble}").DeleteAsync();
        await stage.Storage.Container("models").GetBlobClient($"{version}/{ServedArchive.Name}").DeleteAsync();
    }

    private static IHost Built(IEnumerable<KeyValuePair<string, string?>> settings, bool isEarly = false)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        if (isEarly)
        {
            builder.Services.BeginToLoadBundle(builder.Configuration);
        }

        builder.Services.AddHotelCancellation();
        return builder.Build();
    }

    /// <summary>Keeps the services of a host from being started until there is a champion, or it has taken too long.</summary>
    private sealed class BeforeTheStart : IHostedLifecycleService
    {
        private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
        private ActiveModels? _active;

        public ModelVersion? Champion { get; private set; }

        public BeforeTheStart Of(ActiveModels active)
        {
            _active = active;
            return this;
        }

        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            var clock = Stopwatch.StartNew();
            while (_active!.Champion is null && clock.Elapsed < Limit)
            {
                await Task.Delay(10, cancellationToken);
            }

            Champion = _active.Champion?.Version;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
