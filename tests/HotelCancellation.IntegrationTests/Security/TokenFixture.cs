using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Support;

namespace HotelCancellation.IntegrationTests.Security;

/// <summary>A host with a model that accepts the tokens of an issuer, for tests that change nothing the others see.</summary>
public sealed class TokenFixture : IAsyncLifetime
{
    internal TokenIssuer Issuer { get; private set; } = null!;

    internal ApiHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Issuer = await TokenIssuer.StartAsync();
        Host = await ApiHost.StartAsync(await SettingsAsync(Issuer));
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    internal static async Task<Dictionary<string, string?>> SettingsAsync(TokenIssuer issuer)
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var settings = azurite.Settings();
        issuer.AcceptedBy(settings);
        return settings;
    }
}
