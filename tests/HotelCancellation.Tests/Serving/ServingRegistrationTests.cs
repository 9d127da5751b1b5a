using HotelCancellation.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Serving;

public sealed class ServingRegistrationTests
{
    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    [InlineData("3600", true)]
    [InlineData("3601", false)]
    public async Task AddServing_RefreshSeconds_IsHeldToItsRange(string value, bool allowed)
    {
        await using var provider = Services(("Serving:RefreshSeconds", value));

        if (allowed)
        {
            provider.GetRequiredService<IOptions<ServingOptions>>().Value.RefreshSeconds.ShouldBe(int.Parse(value));
        }
        else
        {
            Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IOptions<ServingOptions>>().Value)
                .Message.ShouldBe("Serving:RefreshSeconds must be 1 to 3600.");
        }
    }

    [Fact]
    public async Task AddHotelCancellation_CalledTwice_RunsOneWatcher()
    {
        await using var provider = Services();

        provider.GetServices<IHostedService>().OfType<ChampionWatcher>().ShouldHaveSingleItem()
            .ShouldBeSameAs(provider.GetRequiredService<ChampionWatcher>());
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddHotelCancellation().AddHotelCancellation().BuildServiceProvider();
    }
}
