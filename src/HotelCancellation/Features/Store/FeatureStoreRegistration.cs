using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Features.Store;

/// <summary>Registers the online feature store.</summary>
public static class FeatureStoreRegistration
{
    /// <summary>Adds <see cref="FeatureStore"/> and its upkeep by the ingest. Needs the platform.</summary>
    public static IServiceCollection AddFeatureStore(this IServiceCollection services)
    {
        services.AddSettings<FeatureStoreOptions>(FeatureStoreOptions.Section);
        services.TryAddSingleton<TableLedger>();
        services.TryAddSingleton(p => new FeatureStore(p.GetRequiredService<TableLedger>(), p.GetRequiredService<HotelCancellationMeter>(), p.GetRequiredService<IOptions<FeatureStoreOptions>>()));
        services.TryAddSingleton<IContextSource>(p => p.GetRequiredService<FeatureStore>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBookingObserver, LedgerUpkeep>());
        return services;
    }
}
