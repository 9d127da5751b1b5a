using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace HotelCancellation.Serving;

/// <summary>Registers what answers predictions.</summary>
public static class ServingRegistration
{
    /// <summary>Adds the active models, the predictors, and <see cref="ChampionWatcher"/>, which a host runs.</summary>
    public static IServiceCollection AddServing(this IServiceCollection services)
    {
        services.AddSettings<ServingOptions>(ServingOptions.Section);
        services.TryAddSingleton<ActiveModels>();
        services.TryAddSingleton<BookingGate>();
        services.TryAddSingleton<Predictor>();
        services.TryAddSingleton<BulkPredictor>();
        services.TryAddSingleton<PastModels>();
        services.TryAddSingleton(EarlyBundle.None);
        services.TryAddSingleton<ChampionWatcher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ChampionWatcher>(provider => provider.GetRequiredService<ChampionWatcher>()));
        return services;
    }
}
