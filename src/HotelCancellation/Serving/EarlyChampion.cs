using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Serving;

/// <summary>Loads the champion while its host is still being set up, on the processor that this leaves idle, so that the first prediction comes sooner.</summary>
public static class EarlyChampion
{
    /// <summary>Begins to load the champion's bundle, of which the host that is made of these services makes its first champion.</summary>
    /// <param name="services">The services of a host that is not built yet.</param>
    /// <param name="configuration">Where storage is.</param>
    public static IServiceCollection BeginToLoadBundle(this IServiceCollection services, IConfiguration configuration) => services.AddSingleton(EarlyBundle.Begin(configuration));

    /// <summary>Begins to load the champion. Whatever keeps it from being loaded is said when the host starts, which looks again.</summary>
    /// <param name="services">The services of a host that was built and not started yet.</param>
    /// <returns>Ends when it is loaded, or cannot be; nobody has to wait for it.</returns>
    public static Task BeginToLoadChampion(this IServiceProvider services) => Task.Run(() => LoadAsync(services));

    private static async Task LoadAsync(IServiceProvider services)
    {
        try
        {
            var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            await services.GetRequiredService<ChampionWatcher>().RefreshAsync(stopping);
        }
        catch (OptionsValidationException)
        {
            // The start of the host ends with it.
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The host ends before it has started.
        }
    }
}
